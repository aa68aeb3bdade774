/**
 * Search on a site that is opened from a folder: browsers start no workers there and
 * fetch nothing, so the worker runs in the page and the data comes as scripts.
 */
(() => {
  if (location.protocol !== "file:") return;
  /** @typedef {import("./service.js").Message} Message */
  /** @type {Map<string, (data: Uint8Array) => void>} */
  const waiting = new Map();
  const scope = /** @type {any} */ (globalThis);

  /** What each script of the index calls. @param {string} name @param {string} text base64 */
  scope.notesKbData = (name, text) => {
    waiting.get(name)?.(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
    waiting.delete(name);
  };

  /** @param {string} url @returns {Promise<void>} */
  function script(url) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = url;
      element.onload = () => resolve(element.remove());
      element.onerror = () => reject(new Error(`${url} is missing`));
      document.head.append(element);
    });
  }

  scope.Worker = class extends EventTarget {
    /** @param {string} url */
    constructor(url) {
      super();
      /** @type {Message[]} */
      const early = [];
      /** @type {(message: Message) => void} */
      this.receive = (message) => void early.push(message);
      scope.notesKbScope = {
        url: `${new URL(url, document.baseURI)}`,
        post: (/** @type {Message} */ data) =>
          this.dispatchEvent(new MessageEvent("message", { data })),
        listen: (/** @type {(message: Message) => void} */ handler) => {
          this.receive = handler;
          early.splice(0).forEach(handler);
        },
        script: (/** @type {URL} */ file) => script(file.href),
        data: (/** @type {URL} */ file, /** @type {string} */ name) =>
          new Promise((resolve, reject) => {
            waiting.set(name, resolve);
            script(`${file.href}.js`).catch(reject);
          }),
      };
      script(scope.notesKbScope.url);
    }

    /** @param {Message} message */
    postMessage(message) {
      this.receive(message);
    }

    terminate() {}
  };
})();
