// Wraps the worker's own module in tests: they control its clock and make its database fail, without any code
// for that in the worker.

import Otklik from "../index.js";
import { timed } from "./clock.mjs";
import { controlled } from "./control.mjs";
import { D1Database } from "./faults.mjs";
import { limiters } from "./limits.mjs";

// The platform's binding for mail, connected to the receiver.
const email = (receiver) => ({
  async send(message) {
    const answer = await fetch(`${receiver}/email`, { method: "POST", body: JSON.stringify(message) });
    if (!answer.ok) throw new Error("not taken");
  },
});

function around(env, faults) {
  const own = { DB: { value: new D1Database(env.DB, faults) }, ...limiters(env, env.LIMITS) };
  if (env.RECEIVER) own.EMAIL = { value: email(env.RECEIVER) };
  return Object.create(env, own);
}

export default {
  async fetch(request, env, context) {
    const answer = await controlled(request, env);
    if (answer) return answer;
    const faults = JSON.parse(request.headers.get("x-faults") ?? "{}");
    return timed(request, () => new Otklik(context, around(env, faults)).fetch(request));
  },
  scheduled(event, env, context) {
    return new Otklik(context, around(env, JSON.parse(event.cron))).scheduled(event);
  },
};
