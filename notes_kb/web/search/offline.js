/**
 * Search on a site that is opened from a folder: browsers start no workers there and
 * fetch nothing, so the worker runs in the page and the data comes as scripts.
 */
(() => {
  if (location.protocol !== "file:") return;
  /** @type {Map<string, (data: Uint8Array) => void>} */
  const waiting = new Map();
  const scope = /** @type {any} */ (globalThis);

  scope.notesKbData = (name, text) => {
    waiting.get(name)?.(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
    waiting.delete(name);
  };

  function script(url) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${url}`;
      element.onload = () => resolve(element.remove());
      element.onerror = () => reject(new Error(`${url} is missing`));
      document.head.append(element);
    });
  }

  scope.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const early = [];
      let listener = (message) => early.push(message);
      this.receive = (message) => listener(message);
      scope.notesKbScope = {
        url: `${new URL(url, document.baseURI)}`,
        post: (data) => this.dispatchEvent(new MessageEvent("message", { data })),
        listen: (handler) => {
          listener = handler;
          early.splice(0).forEach(handler);
        },
        engine: async (file) => {
          await script(file);
          return scope.notesKbSearch;
        },
        data: (file, name) =>
          new Promise((resolve, reject) => {
            waiting.set(name, resolve);
            script(`${file}.js`).catch(reject);
          }),
      };
      script(scope.notesKbScope.url);
    }

    postMessage(message) {
      this.receive(message);
    }

    terminate() {}
  };
})();
