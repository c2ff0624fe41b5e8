// The worker's two parts. Guests wait for the first alone; the office is loaded when somebody asks for it.

import Guests from "./guests/index.js";

const office = () => import("./office/index.js").then((part) => part.default);

// The number of the latest published survey that one of the parts knows: the other asks the database then.
let latest = 0;
globalThis.otklik = { latest: (known) => (latest = Math.max(latest, known)) };

// By which the guests' part tells that a request is none of its own.
const MISDIRECTED = 421;

export default {
  async fetch(request, env, context) {
    const answer = await new Guests(context, env).fetch(request);
    if (answer.status !== MISDIRECTED) return answer;
    const Office = await office();
    return new Office(context, env).fetch(request);
  },

  async scheduled(event, env, context) {
    const Office = await office();
    return new Office(context, env).scheduled(event);
  },
};
