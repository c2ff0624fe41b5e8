// Nothing that a guest has sent is lost: it is written down on their own device before it is sent, and
// sent again until it has arrived. This is the side that the guest sees; delivery.js sends, store.js keeps.
import { all, drop, keep } from "./store.js";
import { alone, attempt, flush, later, listen, listenToOthers } from "./delivery.js";

// A device that does not write, or not soon, delays nobody.
const TIMEOUT_MS = 2_000;

// The forms of this page, the latest first.
const forms = [];
// What was to be said before there was a form to say it in.
let unsaid;
// What arrived before its form was there to thank for it, by id: a window that the guest has not opened yet.
const arrivals = new Map();

listen(({ id, lang, isEarly, answer, word, reason }) => {
  if (isEarly) return;
  if (answer) return forms.some((it) => it.arrived(id, answer)) || arrivals.set(id, answer);
  const said = [sentence(lang, word) + (reason ? " " + reason : ""), lang];
  if (!forms.some((it) => it.say(...said))) unsaid = said;
});
flush();

// esbuild puts the sentences here, in every language.
function sentence(lang, word) {
  return WORDS[lang][word];
}

// Stays with one painted form.
export function attend(element, talk) {
  const { box, form } = talk;
  const { lang } = element.painted;
  const { id, rev } = form.elements;
  // Whether thanks are due once the last word has arrived; not while the guest goes on answering.
  let isAwaited = true;
  let last;
  let region;
  let hasConfirmed = false;

  function say(text, language = lang) {
    if (!form.isConnected) return false;
    if (!region) {
      region = document.createElement("p");
      region.className = "otklik-status";
      region.setAttribute("role", "status");
      form.after(region);
    }
    region.lang = language;
    // Announced because it is there before its text.
    setTimeout(() => (region.textContent = text));
    return true;
  }

  function expect() {
    isAwaited = true;
    listenToOthers();
    later();
  }

  // Whether it is what this form has sent. Later than the guest is waiting for it, and perhaps after they went on
  // to something else on the page.
  function arrived(ofId, answer) {
    if (ofId !== id.value) return false;
    if (!isAwaited || form.hidden) return true;
    isAwaited = false;
    if (region) region.textContent = "";
    talk.heard(answer);
    element.fire("submitted");
    const thanks = box.querySelector(".otklik-thanks");
    thanks.inert = document.activeElement !== element;
    talk.thank(answer);
    thanks.inert = false;
    return true;
  }

  const recordOf = (body, isEarly) =>
    (last = {
      id: id.value,
      rev: +(body.get ? body.get("rev") : JSON.parse(body).rev),
      mark: Math.random(),
      door: talk.door,
      lang,
      body: String(body),
      isForm: !!body.get,
      isEarly: !!isEarly,
    });

  // The server's answer; where it is to be had later, what the guest is to know.
  async function post(body, isEarly) {
    const record = recordOf(body, isEarly);
    const patience = new Promise((over) => {
      setTimeout(over, TIMEOUT_MS);
      // Without a prototype, because a page may have given every object a property of these names.
      addEventListener("pagehide", over, { __proto__: null, once: true });
    });
    const isKept = await Promise.race([keep(record), patience]);
    const { fate, status, answer } = await alone(record.id, () => attempt(record));
    // The form leaves the page then, and takes everything along.
    if (status === 403) await drop(record);
    if (fate !== "later" || status === 403 || isKept !== true) return answer;
    if (isEarly) later();
    else expect();
    return { error: { code: "unavailable", message: sentence(lang, "kept") } };
  }

  // The score alone arrives too: who goes on from the first step has confirmed it. The widget sees to that
  // by itself; the plain form then shows all the rest at once.
  function confirm() {
    const hasGoneOn = form.querySelector(".otklik-next") && !form.dataset.at && !form.noValidate;
    if (!hasGoneOn || hasConfirmed || talk.tried) return;
    hasConfirmed = true;
    if (!form.querySelector("[data-bucket]:checked") || !form.checkValidity()) return;
    post(new URLSearchParams(new FormData(form)), true);
    rev.value++;
  }

  forms.unshift({ say, arrived });
  form.addEventListener("input", () => (isAwaited = false));
  form.addEventListener("click", confirm);
  form.addEventListener("submit", confirm);
  confirm();
  if (unsaid && say(...unsaid)) unsaid = null;
  if (arrivals.has(id.value)) arrived(id.value, arrivals.get(id.value));
  else recall();

  // What was sent before there was anything to keep it, and what waits since an earlier page.
  async function recall() {
    const isUnderWay = form.querySelector("button:disabled");
    if (talk.tried && !form.hidden) {
      const record = recordOf(talk.tried);
      await keep(record);
      if (isUnderWay) return whenHeard(() => (talk.tried ? recall() : drop(record)));
    }
    const waiting = (await all()).find((it) => it.id === id.value);
    if (!waiting || waiting.isEarly || isUnderWay || form.hidden) return;
    // The plain form knew no better than that it failed.
    if (talk.tried && !form.noValidate) form.querySelector(".otklik-status").textContent = "";
    say(sentence(lang, "kept"));
    expect();
  }

  function whenHeard(then) {
    const { heard } = talk;
    talk.heard = (answer) => {
      talk.heard = heard;
      heard(answer);
      // Once the form has said what it makes of it.
      setTimeout(then);
    };
  }

  return { post, forget: () => drop({ ...last }) };
}
