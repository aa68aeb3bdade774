"""The words that generated notes are made of, Chinese and English in pairs."""

from __future__ import annotations

Pair = tuple[str, str]
"""A Chinese text and its English translation."""


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    lines = (line.strip() for line in text.strip().splitlines())
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines if line)


def _pairs(text: str) -> tuple[Pair, ...]:
    return tuple((zh, en) for zh, en in _rows(text.replace("; ", "\n")))


CONCEPTS = _rows("""
混合专家模型 | mixture of experts | 专家混合 | sparse expert network
注意力机制 | attention mechanism | 注意力计算 | attention layer
强化学习 | reinforcement learning | 强化训练 | reward-driven training
思维链 | chain of thought | 逐步推理 | step-by-step reasoning
知识蒸馏 | knowledge distillation | 模型蒸馏 | model distillation
键值缓存 | key-value cache | KV 缓存 | KV cache
流水线并行 | pipeline parallelism | 流水并行 | pipelined training
张量并行 | tensor parallelism | 张量切分 | tensor slicing
专家并行 | expert parallelism | 专家分片 | expert sharding
数据并行 | data parallelism | 多副本训练 | replicated training
梯度累积 | gradient accumulation | 梯度累加 | accumulated gradients
负载均衡 | load balancing | 均衡调度 | balanced dispatch
低秩适配 | low-rank adaptation | LoRA 微调 | LoRA
检索增强生成 | retrieval-augmented generation | 检索增强 | retrieval augmentation
向量数据库 | vector database | 向量库 | vector store
位置编码 | positional encoding | 位置嵌入 | position embedding
旋转编码 | rotary encoding | 旋转嵌入 | RoPE
层归一化 | layer normalisation | 归一化层 | layer norm
残差连接 | residual connection | 残差路径 | skip connection
词元化 | tokenisation | 分词器训练 | subword splitting
困惑度 | perplexity | 困惑度指标 | perplexity score
温度采样 | temperature sampling | 采样温度 | sampling temperature
束搜索 | beam search | 束宽搜索 | beam decoding
投机解码 | speculative decoding | 推测解码 | draft decoding
连续批处理 | continuous batching | 动态批处理 | in-flight batching
混合精度 | mixed precision | 混合精度训练 | reduced precision
后训练量化 | post-training quantisation | 权重量化 | weight quantisation
结构化剪枝 | structured pruning | 通道剪枝 | channel pruning
激活重算 | activation recomputation | 激活检查点 | activation checkpointing
优化器状态 | optimiser state | 优化器分片 | optimiser shard
学习率预热 | learning-rate warm-up | 预热阶段 | warm-up phase
余弦退火 | cosine annealing | 余弦调度 | cosine schedule
权重衰减 | weight decay | 权重正则 | decoupled decay
奖励模型 | reward model | 打分模型 | scoring model
偏好对齐 | preference alignment | 偏好优化 | preference optimisation
策略梯度 | policy gradient | 策略优化 | policy optimisation
基线函数 | baseline function | 价值基线 | value baseline
经验回放 | experience replay | 回放缓冲 | replay buffer
拒绝采样 | rejection sampling | 采样筛选 | best-of-n sampling
冷启动数据 | cold-start data | 起步数据 | seed data
合成数据 | synthetic data | 生成数据集 | generated data
数据去重 | data deduplication | 语料去重 | corpus deduplication
课程学习 | curriculum learning | 由易到难训练 | staged curriculum
指令微调 | instruction tuning | 指令训练 | instruction following
多任务学习 | multi-task learning | 联合训练 | joint training
少样本提示 | few-shot prompting | 少样本学习 | in-context examples
工具调用 | tool use | 函数调用 | function calling
智能体 | autonomous agent | 自主代理 | agent loop
长上下文 | long context | 长文本窗口 | extended context
滑动窗口 | sliding window | 窗口注意力 | windowed attention
稀疏激活 | sparse activation | 条件计算 | conditional computation
共享专家 | shared expert | 公共专家 | common expert
门控网络 | gating network | 路由网络 | routing network
全对全通信 | all-to-all communication | 全交换通信 | all-to-all exchange
通信重叠 | communication overlap | 计算通信重叠 | overlapped transfer
算子融合 | operator fusion | 内核融合 | kernel fusion
即时编译 | just-in-time compilation | 运行时编译 | JIT compilation
检查点恢复 | checkpoint recovery | 断点续训 | resumed training
故障容错 | fault tolerance | 容错训练 | failure recovery
能耗评估 | energy accounting | 能耗测算 | power accounting
""")
"""Label and one alias of each concept: Chinese, English, Chinese, English."""

SPARE = _pairs("""
开卷复测 | open-book retest; 双盲抽查 | double-blind spot check; 分层解冻 | layerwise thawing
回退预案 | rollback drill; 夜间快照 | overnight snapshot
""")
"""Phrases that no concept has as a form until an edit makes one of them an alias."""

NOUNS = _pairs("""
实验组 | the test group; 对照组 | the control group; 训练集群 | the training cluster
推理服务 | the serving layer; 评测脚本 | the evaluation script; 数据管线 | the data pipeline
显存占用 | memory use; 单步耗时 | step time; 吞吐量 | throughput; 首字延迟 | first-token latency
模型规模 | the model size; 参数总量 | the parameter count; 损失曲线 | the loss curve
梯度范数 | the gradient norm; 收敛速度 | convergence speed; 验证集 | the validation set
人工标注 | human labelling; 开源社区 | the open-source community; 论文附录 | the appendix
工程团队 | the engineering team; 讲者 | the speaker; 提问者 | a listener; 主持人 | the chair
业务部门 | the product team; 硬件厂商 | the hardware vendor; 学术界 | academia
算力预算 | the compute budget; 采购成本 | purchase cost; 电力开销 | electricity cost
运维手册 | the operations manual; 监控面板 | the dashboard; 日志系统 | the logging system
版本管理 | version control; 超参数表 | the table of hyperparameters; 随机种子 | the random seed
批大小 | the batch size; 上下文长度 | the context length; 词表 | the vocabulary
中文语料 | the Chinese corpus; 英文语料 | the English corpus; 代码数据 | the code data
数学题库 | the set of mathematics problems; 客服对话 | support conversations
医疗问答 | medical questions; 法律文书 | legal documents; 教材 | textbooks
移动端 | mobile devices; 边缘设备 | edge devices
数据中心 | the data centre; 网络拓扑 | the network topology
""")

VERBS = _pairs("""
取决于 | depends on; 拖慢了 | slows down; 改善了 | improves; 决定了 | decides
几乎不影响 | hardly affects; 掩盖了 | hides; 依赖 | relies on; 限制了 | limits
补充了 | complements; 取代了 | replaces; 抵消了 | cancels out; 放大了 | amplifies
稳定了 | stabilises; 简化了 | simplifies; 高估了 | overestimates; 低估了 | underestimates
先于 | comes before; 受制于 | is bound by; 绕开了 | works around; 检验了 | tests
""")

ADJECTIVES = _pairs("""
更稳定 | more stable; 更便宜 | cheaper; 更容易复现 | easier to reproduce; 更难调试 | harder to debug
更快 | faster; 更省内存 | leaner in memory; 更透明 | more transparent; 更保守 | more conservative
更接近人工水平 | closer to human level; 更依赖经验 | more a matter of experience
更适合小团队 | better for a small team; 更适合离线任务 | better for offline work
""")

ASPECTS = _pairs("""
来龙去脉 | background; 工程实现 | implementation; 训练成本 | training cost; 评测方法 | evaluation
局限 | limits; 失败案例 | failures; 消融实验 | ablations; 开放问题 | open questions
部署经验 | deployment; 常见误解 | misreadings; 硬件需求 | hardware needs; 前景 | outlook
""")

EVENTS = _pairs("""
周五技术沙龙 | Friday engineering salon; 系统组读书会 | Systems reading group
年度开放日 | Annual open day; 线上圆桌 | Online round table; 暑期学校 | Summer school
""")

WITH_FIGURES = _pairs("""
在 {k} 张卡上，{n}{v}{m}，差距约为 {p}% | On {k} cards {n} {v} {m}, by about {p} %
{y} 年的报告里，{n}从 {k} 降到 {l}，{m}{a} | In {y}, {n} falls from {k} to {l}, and {m} is {a}
把批次从 {k} 加到 {l} 之后，{n}{a} | After raising the batch from {k} to {l}, {n} is {a}
第 {k} 次实验中{n}{v}{m}，误差 {p}% | In experiment {k}, {n} {v} {m}, with an error of {p} %
讲者给出的数字是 {k} 与 {l}，{n}{a} | The figures given were {k} and {l}, and {n} is {a}
""")
"""Clauses without a concept; their numbers keep points from being alike."""

WITH_CONCEPT = _pairs("""
采用{c}以后，{n}{a}，第 {k} 步即可看出 | With {c}, {n} is {a}, which shows from step {k}
{c}对{n}的帮助约为 {p}%，但{m}{v}{o} | {C} helps {n} by about {p} %, but {m} {v} {o}
没有{c}时，{n}要花 {k} 小时，{m}也{a} | Without {c}, {n} takes {k} hours, and {m} is {a} too
关于{c}，{n}与{m}的结论相差 {p}% | On {c}, {n} and {m} disagree by {p} %
""")

WITH_TWO = _pairs("""
{c}与{d}一起使用时，{n}{a}，约 {p}% | When {c} is used with {d}, {n} is {a}, by some {p} %
先做{c}，再做{d}，{k} 轮之后{n}{v}{m} | First {c}, then {d}: after {k} rounds {n} {v} {m}
""")

REMARKS = _pairs("""
提问者认为{n}{v}{m} | a listener held that {n} {v} {m}; 原因还不清楚 | the reason is not known yet
这一点在{n}里没有写 | this is not written in {n}
换成{n}之后结论不变 | with {n} instead, the finding stands
详细数据见{n} | the data stand in {n}; 但{n}{v}{m} | yet {n} {v} {m}
""")
