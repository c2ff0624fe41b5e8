// The worker's three parts. Guests wait for the first alone; the others are loaded when somebody asks for them.

import Guests from "./guests/index.js";

const office = () => import("./office/index.js").then((part) => part.default);
const desk = () => import("./desk/index.js").then((part) => part.default);

// The number of the latest published survey that one of the parts knows: the others ask the database then.
let latest = 0;
globalThis.otklik = { latest: (known) => (latest = Math.max(latest, known)) };

// By which a part tells that a request is none of its own.
const MISDIRECTED = 421;

export default {
  async fetch(request, env, context) {
    let answer = await new Guests(context, env).fetch(request);
    for (const part of [office, desk]) {
      if (answer.status !== MISDIRECTED) break;
      const Part = await part();
      answer = await new Part(context, env).fetch(request);
    }
    return answer;
  },

  async scheduled(event, env, context) {
    const Office = await office();
    return new Office(context, env).scheduled(event);
  },
};
