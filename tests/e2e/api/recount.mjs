// Answers questions about an agency's rows independently of the worker, and prints where the worker's answers differ.
//
//   node recount.mjs rows.json
//
// rows.json: { now_ms, events, responses, answers, invites, asked: [{ query, reply }] }, rows as in the database. One thing is
// taken from the worker's answer: whether it read events or random groups of them, which depends on the number of rows.
import { readFileSync } from "node:fs";
import { difference, judgeTogether, summary } from "./formulas.mjs";

const SURVEYS = {
  guest: { audience: "guest", headline: ["invite", "event_link"], questions: { enjoyed: "csat" } },
  client: { audience: "client", headline: ["invite"], questions: { nps: "nps", satisfied: "csat" } },
  stage: { audience: "client", headline: ["invite"], questions: { satisfied: "csat" } },
  effort: { audience: "client", headline: ["invite"], questions: { ease: "ces" } },
};
const PERIODS = ["day", "week", "month", "quarter", "year"];
const RANKED = ["touchpoint", "manager", "format", "channel", "locale"];
const DAY_MS = 86_400_000;

const { now_ms, events, responses, answers, invites, asked } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const eventById = new Map(events.map((event) => [event.id, event]));
const answersOf = Map.groupBy(answers, (answer) => answer.response);

// Calendar, in UTC: days are names.
const date = (day) => new Date(`${day}T00:00:00Z`);
const name = (ms) => new Date(ms).toISOString().slice(0, 10);
const plus = (day, days) => name(date(day).getTime() + days * DAY_MS);
const between = (from, to) => Math.round((date(to) - date(from)) / DAY_MS);
const utc = (year, month, day) => name(Date.UTC(year, month, day));
const monthLater = (day, months) => {
  const [year, month, of] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return utc(year, month - 1 + months, Math.min(of, last));
};
const min = (a, b) => (a < b ? a : b);
const max = (a, b) => (a > b ? a : b);

function start(unit, day) {
  const [year, month] = day.split("-").map(Number);
  if (unit === "day") return day;
  if (unit === "week") return plus(day, -((date(day).getUTCDay() + 6) % 7));
  if (unit === "month") return utc(year, month - 1, 1);
  if (unit === "quarter") return utc(year, month - 1 - ((month - 1) % 3), 1);
  return utc(year, 0, 1);
}

function last(unit, first) {
  if (unit === "day") return first;
  if (unit === "week") return plus(first, 6);
  return plus(monthLater(first, { month: 1, quarter: 3, year: 12 }[unit]), -1);
}

// The ISO week's year and number.
function week(monday) {
  const thursday = plus(monday, 3);
  const year = thursday.slice(0, 4);
  return [Number(year), Math.floor(between(`${year}-01-01`, thursday) / 7) + 1];
}

function before(unit, first, compare) {
  if (compare === "previous") {
    if (unit === "day") return plus(first, -1);
    if (unit === "week") return plus(first, -7);
    return monthLater(first, -{ month: 1, quarter: 3, year: 12 }[unit]);
  }
  if (unit === "day") return plus(first, -364);
  if (unit !== "week") return monthLater(first, -12);
  const [year, number] = week(first);
  return [-371, -364].map((days) => plus(first, days)).find((monday) => {
    const [its, itsNumber] = week(monday);
    return its === year - 1 && itsNumber === number;
  });
}

function periodBefore([from, to], compare) {
  const isWhole = from.endsWith("-01") && plus(to, 1).endsWith("-01");
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
  if (isWhole) {
    const first = monthLater(from, compare === "year" ? -12 : -months);
    return [first, plus(monthLater(first, months), -1)];
  }
  if (compare === "year") return [monthLater(from, -12), monthLater(to, -12)];
  return [plus(from, between(to, from) - 1), plus(from, -1)];
}

// The part of an earlier period that a part of a period is compared with.
function samePart([from, to], [partFrom, partTo], [beforeFrom, beforeTo]) {
  const first = plus(beforeFrom, between(from, partFrom));
  const end = partTo === to ? beforeTo : min(beforeTo, plus(beforeFrom, between(from, partTo)));
  return first <= end ? [first, end] : undefined;
}

const value = {
  survey: (it) => it.survey,
  audience: (it) => SURVEYS[it.survey].audience,
  question: (it) => it.question,
  event: (it) => it.event ?? "",
  touchpoint: (it) => it.touchpoint ?? "",
  channel: (it) => it.channel,
  locale: (it) => it.locale ?? "",
  manager: (it) => eventById.get(it.event)?.manager ?? "",
  client: (it) => eventById.get(it.event)?.client ?? "",
  format: (it) => eventById.get(it.event)?.format ?? "",
};

class Query {
  constructor(address) {
    const query = new URLSearchParams(address);
    this.known = {};
    this.by = query.get("by") ?? "received";
    this.from = query.get("from");
    this.to = query.get("to");
    this.compare = query.get("compare");
    this.groupBy = query.get("group_by")?.split(",") ?? [];
    this.unit = this.groupBy.find((it) => PERIODS.includes(it));
    this.selected = Object.keys(value).filter((it) => query.has(it)).map((it) => [it, query.get(it)]);
  }

  names(...dimensions) {
    return [...this.groupBy, ...this.selected.map(([it]) => it)].some((it) => dimensions.includes(it));
  }

  day(response) {
    return this.by === "event_date" && response.event ? eventById.get(response.event).date : response.day;
  }

  keys(row) {
    return this.groupBy.map((it) => (it === this.unit ? start(it, this.day(row)) : value[it](row)));
  }

  // The scored answers on some days, by group, survey and question.
  groups(from, to) {
    return (this.known[`${from} ${to}`] ??= this.grouped(from, to));
  }

  grouped(from, to) {
    const found = new Map();
    for (const response of responses) {
      const day = this.day(response);
      if ((from && day < from) || (to && day > to)) continue;
      for (const answer of answersOf.get(response.id) ?? []) {
        const row = { ...response, question: answer.question, score: answer.score };
        const isCounted = row.status === "accepted" && SURVEYS[row.survey].headline.includes(row.source);
        const isScored = answer.question in SURVEYS[row.survey].questions;
        if (!isCounted || !isScored || !this.selected.every(([it, wanted]) => value[it](row) === wanted)) continue;
        const key = JSON.stringify([this.keys(row), row.survey, row.question]);
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(row);
      }
    }
    return found;
  }

  // Whether a group has all answers of its events.
  get hasWholeEvents() {
    const hasDays = this.from || this.to;
    if (this.names("channel", "touchpoint", "locale")) return false;
    return this.by === "event_date" || !(hasDays || this.unit);
  }
}

function counts(rows) {
  const found = Array(11).fill(0);
  for (const row of rows) found[row.score] += 1;
  return found;
}

// `unit` is what the worker has read.
function summaryOf(query, rows, unit) {
  const { survey, question } = rows[0];
  const scale = SURVEYS[survey].questions[question];
  const alone = counts(rows.filter((row) => !row.event));
  const clusterOf = (row) => (unit === "event_group" ? eventById.get(row.event).random_group : row.event);
  const clusters = [...Map.groupBy(rows.filter((row) => row.event), clusterOf).values()];
  const isInvited = rows.every((row) => row.source === "invite");
  const only = clusters.length === 1 && rows.every((row) => row.event) && unit !== "event_group";
  const list = only && isInvited && survey === "guest" && query.hasWholeEvents;
  const guests = list ? eventById.get(rows[0].event).guests : null;
  return summary(scale, alone, clusters.map(counts), unit, guests);
}

function changeOf(query, key, now, today) {
  const [keys, survey, question] = JSON.parse(key);
  const { unit, compare } = query;
  let days, earlierKeys;
  if (unit) {
    const index = query.groupBy.indexOf(unit);
    const first = keys[index];
    if (unit === "day" && first === today) return null;
    const from = before(unit, first, compare);
    if (!from) return null;
    const whole = [first, last(unit, first)];
    const part = [max(first, query.from ?? first), min(min(whole[1], query.to ?? whole[1]), today)];
    // In the future: nothing of it is over.
    if (part[0] > part[1]) part[1] = whole[1];
    days = samePart(whole, part, [from, last(unit, from)]);
    earlierKeys = keys.with(index, from);
  } else {
    const whole = [query.from, query.to];
    const part = today < query.from ? whole : [query.from, min(query.to, today)];
    days = samePart(whole, part, periodBefore(whole, compare));
    earlierKeys = keys;
  }
  if (!days) return null;
  const rows = query.groups(...days).get(JSON.stringify([earlierKeys, survey, question]));
  if (!rows) return null;
  return { rows, of: (unitRead) => difference(now, summaryOf(query, rows, unitRead), query.names("event")) };
}

function rankOf(query, key, all) {
  if (query.groupBy.length !== 1 || !RANKED.includes(query.groupBy[0])) return null;
  const [[own], ...asked] = JSON.parse(key);
  const others = [...all].filter(([other]) => {
    const [[name], ...of] = JSON.parse(other);
    return name !== own && name !== "" && String(of) === String(asked);
  });
  const mine = all.get(key);
  if (own === "" || !mine.isOfMany || !mine.raw) return null;
  const judged = others.map(([, it]) => it).filter((it) => it.isOfMany && it.raw);
  const unjudged = others.map(([, it]) => it).filter((it) => !(it.isOfMany && it.raw));
  if (!judged.length) return null;
  const isBest = judged.every((it) => mine.raw[0] > it.raw[1]) && unjudged.every((it) => it.score <= mine.score);
  const isWorst = judged.every((it) => mine.raw[1] < it.raw[0]) && unjudged.every((it) => it.score >= mine.score);
  return isBest ? "best" : isWorst ? "worst" : null;
}

// Answered invites of those issued, by group and survey: `null` where nobody knows.
function ratesOf(query) {
  const isKnown = (it) => !["question", "locale", ...PERIODS].includes(it);
  const selected = query.selected.filter(([it]) => it !== "question");
  const hasDays = query.by === "received" && (query.from || query.to);
  if (hasDays || !query.groupBy.every(isKnown) || !selected.every(([it]) => isKnown(it))) return {};
  const found = {};
  for (const invite of invites) {
    const isAnswered = responses.some((it) => it.id === invite.response);
    if (invite.issuer !== "agency" || (invite.revoked_at_ms !== null && !isAnswered)) continue;
    const day = eventById.get(invite.event).date;
    if ((query.from && day < query.from) || (query.to && day > query.to)) continue;
    if (!selected.every(([it, wanted]) => value[it](invite) === wanted)) continue;
    const key = JSON.stringify([query.groupBy.map((it) => value[it](invite)), invite.survey]);
    found[key] ??= [0, 0];
    found[key][1] += 1;
    found[key][0] += responses.some((it) => it.id === invite.response && it.status === "accepted");
  }
  return found;
}

function headlines(reply) {
  const found = new Map();
  for (const { keys, questions } of reply.groups) {
    for (const { survey, question, headline } of questions) {
      if (headline.summary) found.set(JSON.stringify([keys, survey, question]), headline);
    }
  }
  return found;
}

function shownSummary(theirs) {
  const { n, score, interval, missing, method, unit, n_units, guests, band, target, easy_percent, easy_interval } = theirs;
  const reached = target?.reached ?? null;
  return { n, score, interval, missing, method, unit, n_units, guests, band, reached, easy_percent, easy_interval };
}

function shownChange(change) {
  if (!change) return null;
  const { score_before, n_before, difference, interval, verdict, family, unit } = change;
  return { score_before, n_before, difference, interval, verdict, family, unit };
}

let differing = 0;
let compared = 0;
function compare(query, what, ours, theirs) {
  compared += 1;
  const [a, b] = [JSON.stringify(ours), JSON.stringify(theirs)];
  if (a === b || differing++ > 20) return;
  console.log(`${query}\n  ${what}\n  recount ${a}\n  worker  ${b}`);
}

// The changes of a query's groups, judged together. The worker does not say by what it read the days before: events or random
// groups of them, so that of both the one that fits is taken.
function changesOf(query, ours, theirs, today) {
  const found = new Map();
  for (const [key, own] of ours) {
    const change = changeOf(query, key, own, today);
    const both = change && ["event", "event_group"].map((unit) => change.of(unit));
    const interval = JSON.stringify(theirs.get(key)?.change?.interval ?? null);
    found.set(key, both && (both.find((it) => JSON.stringify(it.interval) === interval) ?? both[0]));
  }
  const questions = Map.groupBy([...found], ([key]) => JSON.stringify(JSON.parse(key).slice(1)));
  for (const table of questions.values()) judgeTogether(table.map(([, it]) => it).filter(Boolean));
  return found;
}

for (const { query: address, reply } of asked) {
  const query = new Query(address);
  const theirs = headlines(reply);
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: reply.zone }).format(new Date(now_ms));
  const ours = new Map();
  for (const [key, rows] of query.groups(query.from, query.to)) {
    ours.set(key, summaryOf(query, rows, theirs.get(key)?.summary.unit));
  }
  const changes = query.compare ? changesOf(query, ours, theirs, today) : new Map();
  compare(address, "groups", [...ours.keys()].sort(), [...theirs.keys()].sort());
  for (const [key, headline] of theirs) {
    const own = ours.get(key);
    if (!own) continue;
    compare(address, key, own.shown, shownSummary(headline.summary));
    compare(address, `${key} rank`, rankOf(query, key, ours), headline.rank ?? null);
    if (!query.compare) continue;
    // Said where a part of a period is not kept by the day.
    if (!headline.change && reply.unread_parts) continue;
    compare(address, `${key} change`, shownChange(changes.get(key)), shownChange(headline.change));
  }
  const rates = {};
  for (const { keys, response_rates = [] } of reply.groups) {
    for (const { survey, source, counted, of } of response_rates) {
      if (source === "invite") rates[JSON.stringify([keys, survey])] = [counted, of];
    }
  }
  const sorted = (it) => Object.entries(it).sort();
  compare(address, "rates", sorted(ratesOf(query)), sorted(rates));
}
console.log(`${asked.length} questions, ${compared} numbers compared, ${differing} differ`);
process.exit(differing ? 1 : 0);
