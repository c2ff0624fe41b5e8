// A hand-written worker that stores guests' votes by the statements of the product's own batch, read from its
// SQL files. It answers `POST /v1/responses?survey=guest` as the product does, and nothing else: no
// corrections, no invites, no origins, no limits.

import answerInsert from "answer_insert.sql";
import voteRateCount from "vote_rate_count.sql";
import responseOutcome from "response_outcome.sql";
import responseUpsert from "response_upsert.sql";
import schemaGuard from "schema_guard.sql";
import tallyAdd from "tally_add.sql";
import tallyInsert from "tally_insert.sql";
import tallyOfOne from "tally_of_one.sql";

/** The number of the product's latest migration. */
const SCHEMA = 1;
const BODY_MAX_BYTES = 16_384;
const WINDOW_MS = 600_000;
const BURST = { votes: 600, votesMin: 60 };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ASPECTS = ["host", "music", "food", "decor", "organisation", "other"];

// The Swedish short date format is ISO 8601.
const calendar = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Europe/Kyiv" });

/** The rows of the answers; undefined where the submission is not one to the guests' survey. */
function rowsOf({ id, rev, version, answers }) {
  const { enjoyed, comment } = answers ?? {};
  const score = enjoyed?.score;
  const question = score > 2 ? "liked" : "disappointed";
  const { options } = answers?.[question] ?? { options: [] };
  const known = Number.isInteger(score) && score >= 1 && score <= 5 && options.every((it) => ASPECTS.includes(it));
  if (!known || !UUID.test(id) || rev !== 1 || version !== 1) return undefined;
  const rows = [{ question: "enjoyed", option: "", score, text: null }];
  if (options.length > 0) {
    for (const option of ["", ...options]) rows.push({ question, option, score: null, text: null });
  }
  const text = comment?.text?.trim() ?? "";
  if (text.length > 2_000) return undefined;
  // The product redacts what is searched; here nothing searches.
  if (text) rows.push({ question: "comment", option: "", score: null, text, words: text.toLowerCase() });
  return rows;
}

async function digestOf(submission, rows) {
  const { id, event, lang } = submission;
  const accepted = new TextEncoder().encode(JSON.stringify({ id, event, lang, rows }));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", accepted));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A statement of a file, whose placeholders are `:name`; D1 takes `?1`, `?2` .. alone. */
function bind(db, sql, values) {
  const names = Object.keys(values);
  const numbered = sql.replace(/--.*/g, "").replace(/:(\w+)/g, (_, name) => `?${names.indexOf(name) + 1}`);
  return db.prepare(numbered).bind(...Object.values(values));
}

function statements(db, submission, rows, digest) {
  const { id, rev, version, event = null, lang = null } = submission;
  const now = Date.now();
  const day = calendar.format(now);
  const attempt_id = crypto.randomUUID();
  const window_no = Math.floor(now / WINDOW_MS);
  const survey = "guest";
  const status = "accepted";
  return [
    bind(db, schemaGuard, { schema: SCHEMA }),
    bind(db, voteRateCount, { id, attempt_id, survey, event, window_no, status }),
    bind(db, responseUpsert, {
      id,
      attempt_id,
      rev,
      survey,
      payload_hash: digest,
      version,
      audience: "guest",
      event,
      touchpoint: "event",
      channel: "site",
      locale: lang,
      now_ms: now,
      day,
      manager: null,
      reference: null,
      status,
      flag: null,
      burst_votes: BURST.votes,
      burst_votes_min: BURST.votesMin,
      window_no,
    }),
    bind(db, answerInsert, { id, attempt_id, answers: JSON.stringify(rows) }),
    bind(db, tallyInsert + tallyOfOne + tallyAdd, { id, attempt_id, sign: 1 }),
    bind(db, responseOutcome, { id, attempt_id, payload_hash: digest, survey, since_ms: window_no * WINDOW_MS }),
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
  const [{ written }] = results.at(-1).results;
  const [status, text] = written === 1 ? [201, "stored"] : [200, "same"];
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
