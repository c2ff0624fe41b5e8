// Guests who vote: as many at once as there are connections, for some seconds.

import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";

export const N_EVENTS = 20;
const ASPECTS = ["host", "music", "food", "decor", "organisation"];

function vote(number) {
  const score = 1 + (number % 5);
  const answers = { enjoyed: { score } };
  const options = [ASPECTS[number % 5], ASPECTS[(number + 2) % 5]].toSorted();
  if (number % 4 > 0) answers[score > 2 ? "liked" : "disappointed"] = { options };
  if (number % 2) answers.comment = { text: `Спасибо за вечер, номер ${number}!` };
  const event = `ev-${number % N_EVENTS}`;
  return JSON.stringify({ id: randomUUID(), rev: 1, version: 1, lang: "ru", event, answers });
}

function post(agent, url, body) {
  const options = { agent, method: "POST", headers: { "content-type": "text/plain", "content-length": Buffer.byteLength(body) } };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Votes stored, the time that it took, and the time of the slowest but five in a hundred. */
export async function flood(worker, { seconds, connections }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const url = `${worker.base}/v1/responses?survey=guest`;
  const times = [];
  const started = performance.now();
  const cpuBefore = worker.cpuMs();
  let number = 0;
  const guest = async () => {
    while (performance.now() - started < seconds * 1_000) {
      const sent = performance.now();
      number += 1;
      const status = await post(agent, url, vote(number));
      if (status !== 201) throw new Error(`a vote was answered ${status}; see ${worker.folder}/workerd.log`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, guest));
  const elapsed = (performance.now() - started) / 1_000;
  const cpuMs = worker.cpuMs() - cpuBefore;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / elapsed, cpuMs: cpuMs / times.length, p95: times[Math.floor(times.length * 0.95)] };
}
