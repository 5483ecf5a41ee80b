// Asks a server through OpenAI's own client and writes what came as JSON: node ask.mjs <address> <what>
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.argv[2]}/v1`, apiKey: 'sk-anything', maxRetries: 0, timeout: 30_000 });
const question = { model: 'tiny', temperature: 0, messages: [{ role: 'user', content: 'go on' }] };

const asks = {
  async chat() {
    const answer = await client.chat.completions.create(question);
    const choice = answer.choices[0];
    return { text: choice.message.content, role: choice.message.role, finish: choice.finish_reason, usage: answer.usage, strategy: answer.confab.strategy };
  },

  async stream() {
    const stream = await client.chat.completions.create({ ...question, stream: true, stream_options: { include_usage: true } });
    let text = '', finish, usage, chunks = 0;
    for await (const chunk of stream) {
      chunks++;
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    return { text, finish, usage, chunks };
  },

  /** The client's own way of putting a stream together again. */
  async gathered() {
    const answer = await client.chat.completions.stream(question).finalChatCompletion();
    return { text: answer.choices[0].message.content, finish: answer.choices[0].finish_reason };
  },

  async abort() {
    const stream = await client.chat.completions.create({ ...question, max_tokens: 4096, stream: true });
    let chunks = 0;
    for await (const chunk of stream) if (chunk.choices[0].delta.content && ++chunks === 3) stream.controller.abort();
    return { chunks };
  },

  async json() {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
    const answer = await client.chat.completions.create({ ...question, response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema } } });
    return JSON.parse(answer.choices[0].message.content);
  },

  async completion() {
    const answer = await client.completions.create({ model: 'tiny', temperature: 0, prompt: 'go on', echo: true });
    return { text: answer.choices[0].text, finish: answer.choices[0].finish_reason };
  },

  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    return { ids, one: (await client.models.retrieve('tiny')).id };
  },

  async errors() {
    const asked = [
      client.chat.completions.create({ ...question, model: 'gpt-9' }),
      client.chat.completions.create({ ...question, n: 2 }),
      client.chat.completions.create({ ...question, stream: true, messages: [{ role: 'user', content: 'word '.repeat(100_000) }] }),
      client.embeddings.create({ model: 'intents', input: 'x' }),
    ];
    return Promise.all(asked.map(a => a.then(() => null, e => ({ kind: e.constructor.name, isApiError: e instanceof OpenAI.APIError, status: e.status, code: e.code, param: e.param, type: e.type }))));
  },
};

process.stdout.write(JSON.stringify(await asks[process.argv[3]]()));
