// A hand-written worker that stores guests' votes by the statements of the product's own batch, read from its
// SQL files. It answers `POST /v1/responses?survey=guest` as the product does, and nothing else: no
// corrections, no invites, no origins, no limits.

import answerInsert from "answer_insert.sql";
import voteRateCount from "vote_rate_count.sql";
import responseOutcome from "response_outcome.sql";
import responseUpsert from "response_upsert.sql";
import schemaGuard from "schema_guard.sql";
import tallyAdd from "tally_add.sql";
import tallyOfOne from "tally_of_one.sql";

/** The number of the product's latest migration. */
const SCHEMA = 1;
const BODY_MAX_BYTES = 16_384;
const WINDOW_MS = 600_000;
const BURST = { votes: 600, votesMin: 60 };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LIKED = ["host", "music", "food", "decor", "organisation", "other"];

// The Swedish short date format is ISO 8601.
const calendar = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Europe/Kyiv" });

/** The rows of the answers; undefined where the submission is not one to the guests' survey. */
function rowsOf({ id, rev, version, answers }) {
  const { enjoyed, liked = { options: [] }, comment } = answers ?? {};
  const score = enjoyed?.score;
  const known = Number.isInteger(score) && score >= 1 && score <= 5 && liked.options.every((it) => LIKED.includes(it));
  if (!known || !UUID.test(id) || rev !== 1 || version !== 1) return undefined;
  const rows = [{ question: "enjoyed", option: "", score, text: null }];
  if (liked.options.length > 0) {
    for (const option of ["", ...liked.options]) rows.push({ question: "liked", option, score: null, text: null });
  }
  const text = comment?.text?.trim() ?? "";
  if (text.length > 2_000) return undefined;
  if (text) rows.push({ question: "comment", option: "", score: null, text });
  return rows;
}

async function digestOf(submission, rows) {
  const { id, event, lang } = submission;
  const accepted = new TextEncoder().encode(JSON.stringify({ id, event, lang, rows }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", accepted));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function statements(db, submission, rows, digest) {
  const { id, rev, version, event = null, lang = null } = submission;
  const now = Date.now();
  const day = calendar.format(now);
  const attempt = crypto.randomUUID();
  const window = Math.floor(now / WINDOW_MS);
  const run = (sql, ...values) => db.prepare(sql).bind(...values);
  return [
    run(schemaGuard, SCHEMA),
    run(voteRateCount, id, attempt, "guest", event, window, "accepted"),
    run(
      responseUpsert,
      ...[id, attempt, rev, "guest", digest, version, "guest", event, "event", "web", lang, now, day, null, null],
      ...["accepted", null, BURST.votes, BURST.votesMin, window],
    ),
    run(answerInsert, id, attempt, JSON.stringify(rows)),
    run(tallyOfOne + tallyAdd, id, attempt, 1),
    run(responseOutcome, id, attempt, digest, "guest", window * WINDOW_MS),
  ];
}

async function vote(request, env) {
  const body = await request.text();
  if (body.length > BODY_MAX_BYTES) return [413, { error: "too_large" }];
  let submission;
  try {
    submission = JSON.parse(body);
  } catch {
    return [400, { error: "not_json" }];
  }
  const rows = rowsOf(submission);
  if (!rows) return [422, { error: "invalid" }];
  const digest = await digestOf(submission, rows);
  const results = await env.DB.batch(statements(env.DB, submission, rows, digest));
  const [, written] = JSON.parse(results.at(-1).results[0].row);
  const [status, text] = written === "1" ? [201, "stored"] : [200, "same"];
  return [status, { id: submission.id, rev: submission.rev, status: text }];
}

export default {
  async fetch(request, env) {
    const started = Date.now();
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/healthz") return new Response("ok");
    const isVote = request.method === "POST" && pathname === "/v1/responses" && searchParams.get("survey") === "guest";
    const [status, body] = isVote ? await vote(request, env) : [404, { error: "not_found" }];
    const id = crypto.randomUUID();
    console.log(JSON.stringify({ request: id, route: pathname, status, ms: Date.now() - started }));
    const headers = {
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "access-control-expose-headers": "Retry-After",
      vary: "Origin",
      "x-request-id": id,
    };
    return Response.json(body, { status, headers });
  },
};
