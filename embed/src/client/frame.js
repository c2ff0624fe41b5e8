// The functions around a form on a host page that few guests need at once: drafts, the switch of languages, the request
// to be called after a low answer, pop-ups and the tab on the edge.
//
// Stored only after an act of the guest, and nothing else anywhere:
//   sessionStorage "otklik {host} {survey} {form} {context}": the draft, until it is sent or the tab
//     closes; without name, phone, comment and consent of a callback
//   localStorage "otklik": the day of the last closing or answer by form
//   IndexedDB "otklik": submissions until they have arrived; see queue.js
import { present } from "./popup.js";
import { today, remember } from "./pauses.js";

const PERSONAL = ["phone", "name", "comment", "consent"];

// The context of the answers: another context has another draft.
const CONTEXT = ["event", "touchpoint", "channel", "manager", "reference", "invite", "by"];

// Errors after which no further revision is stored: the next answers begin a new submission.
const ENDED = ["bad_id", "bad_rev", "correction_closed"];

// Milliseconds for which a submission waits for the queue; then it is sent without it.
const TIMEOUT_MS = 2_500;

// esbuild puts the name of its file here.
const queue = import(QUEUE).catch(() => null);

// Forms that were answered on this page: an element that is rendered again shows the thanks again.
const receipts = new Map();

// Given by the loader: the element, and the payload where it is not painted yet.
export function frame(element, payload) {
  const mode = element.getAttribute("mode");
  const popup = mode === "popup" || mode === "tab" ? present(element, payload) : null;
  return {
    open: () => (popup ? popup.open(true) : element.scrollIntoView()),
    close: () => popup?.close(),
    comeBack: () => comeBack(element),
    meet: (controller) => meet(element, controller),
  };
}

// A page that renders itself again restores its link, sooner or later: the survey is inserted there again, with all
// answers.
function comeBack(element) {
  if (!element.word) return;
  const selector = `a[data-otklik="${CSS.escape(element.word)}"]:not(otklik-survey *)`;
  const look = () => {
    const link = document.querySelector(selector);
    if (!element.isConnected && link && !isOthers(link, element)) {
      link.replaceWith(element);
      element.replaceChildren(link);
    }
    if (element.isConnected) observer.disconnect();
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { __proto__: null, childList: true, subtree: true });
  look();
}

// Whether a script of its own follows the link, for another event.
function isOthers(link, element) {
  const script = link.nextElementSibling;
  const differs = ({ name, value }) =>
    name.startsWith("data-") && element.getAttribute(name.slice(5)) !== value;
  return script?.localName === "script" && [...script.attributes].some(differs);
}

// Stays with one painted form.
function meet(element, controller) {
  const { box, form } = controller;
  const key = draftKey(element, form);
  if (receipts.has(key)) return controller.thank(receipts.get(key));
  // The first language of this page; another page has its own.
  const home = (element.home ||= element.painted.lang);
  const draft = draftFor(form, key);
  if (draft) fill(form, draft);
  const spoken = draft?.get("lang");
  if (draft?.get("home") === home && spoken !== element.painted.lang) speak(spoken);
  form.addEventListener("input", () => save(form, key, home));
  form.addEventListener("click", () => setTimeout(() => keepStep(form, key, home)));
  controller.heard = (answer) => {
    const isStored = answer?.id === form.elements.id.value;
    if (isStored) {
      receipts.set(key, answer);
      const offer = box.querySelector(".otklik-offer");
      if (offer) offer.hidden = !form.querySelector("[data-bucket=low]:checked");
      remember(element, today());
    }
    if (isStored || ENDED.includes(answer?.error?.code)) forget(key);
    // With the next revision, which the form has after this event.
    else setTimeout(() => keepStep(form, key, home));
  };
  const { send } = controller;
  const kept = queue.then((it) => it?.attend(element, controller));
  let hasTried = controller.tried;
  controller.send = async (body) => {
    hasTried = true;
    const tooLate = new Promise((over) => setTimeout(over, TIMEOUT_MS));
    return ((await Promise.race([kept, tooLate]))?.post ?? send)(body);
  };
  // A score that the guest has confirmed by leaving its step.
  controller.confirm = (body) => kept.then((it) => it?.post(body, true));
  watchPolicy(element, controller, kept, () => hasTried);
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang], button[data-by], .otklik-offer-no");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.hreflang) speak(link.hreflang, link.href);
    else if (link.dataset.by) callBack(element, link.dataset.by);
    else {
      box.querySelector(".otklik-thanks").focus();
      link.parentElement.remove();
    }
  });

  // The same form in another language, with all answers; after a tap on a link, or to restore a draft.
  async function speak(lang, href) {
    const payload = await element.load([["lang", lang]]);
    // The guest may have sent the form meanwhile, or be sending it.
    if (!form.isConnected || form.hidden || form.querySelector("button:disabled")) return;
    if (payload) {
      const state = stateOf(form);
      element.paint(payload, element.place, (painted) => {
        fill(painted, state);
        save(painted, key, home);
      });
    }
    if (!href) return;
    if (payload) focus(element.shadowRoot.querySelector(".otklik-languages [aria-current]"));
    else location.href = href;
  }
}

// A host's policy may forbid fetch (then the form navigates) and the form too (then the link is restored). Some
// browsers report the origin alone.
function watchPolicy(element, controller, kept, hasTried) {
  const { form, door } = controller;
  document.addEventListener("securitypolicyviolation", async (event) => {
    const { blockedURI, effectiveDirective: rule } = event;
    const concerns = (address) =>
      address.startsWith(blockedURI) && blockedURI.startsWith(new URL(address).origin);
    if (event.disposition !== "enforce" || form.hidden || !form.isConnected) return;
    if (rule === "connect-src" && concerns(door)) {
      // The queue cannot send from this page; the form contains the same answers.
      await (await kept)?.forget();
      if (hasTried()) form.submit();
    }
    if (rule === "form-action" && hasTried() && concerns(form.action)) restoreLink(element, form);
  });
}

// The link leads to a page of this server, with the context and the score.
function restoreLink(element, form) {
  const link = element.querySelector("a");
  if (!link) return;
  const target = new URL(link.href);
  const score = form.querySelector("[data-score] :checked")?.value;
  const context = CONTEXT.map((name) => [name, form.elements[name]?.value]);
  for (const [name, value] of [["score", score], ...context]) {
    if (value) target.searchParams.set(name, value);
  }
  link.href = target;
  element.shadowRoot.replaceChildren(document.createElement("slot"));
  link.focus();
}

// The callback form in the place of the thanks.
async function callBack(element, by) {
  const { survey, lang } = element.painted;
  const { origin } = element.url;
  const payload = await element.load([
    ["form", "callback"],
    ["by", by],
  ]);
  if (!payload) return void (location.href = `${origin}/c/${survey.id}?lang=${lang}&by=${by}`);
  element.paint(payload, element.place);
  focus(element.shadowRoot.querySelector(".otklik-lead"));
}

function focus(target) {
  target.tabIndex = -1;
  target.focus();
}

function draftKey(element, form) {
  const { survey, form: kind } = element.painted;
  const context = CONTEXT.map((name) => form.elements[name]?.value).filter(Boolean);
  // Two forms of one survey on a page have separate drafts, by their order.
  const twins = [...document.querySelectorAll(element.localName)];
  const place = twins.filter((it) => it.getAttribute("survey") === survey.id).indexOf(element);
  const parts = ["otklik", element.url.host, survey.id, kind, ...context, place > 0 && place];
  return parts.filter(Boolean).join(" ");
}

// The step and every field with a value, hidden ones too: with the id the answers stay one response.
// URL-encoded: old libraries turn the lists in JSON into strings.
function stateOf(form) {
  const state = new URLSearchParams(new FormData(form));
  state.set("at", form.dataset.at ?? "");
  return state;
}

function fill(form, state) {
  for (const control of form.elements) {
    const { name, type, value } = control;
    const values = state.getAll(name);
    if (type === "radio" || type === "checkbox") control.checked = values.includes(value);
    // Language and context are not restored.
    else if (values.length && (type !== "hidden" || ["id", "rev"].includes(name))) {
      control.value = values[0];
    }
  }
  if (state.get("at") && form.dataset.at) form.dataset.at = state.get("at");
}

function save(form, key, home) {
  const state = stateOf(form);
  state.set("home", home);
  PERSONAL.forEach((name) => state.delete(name));
  quietly(() => sessionStorage.setItem(key, state));
}

// A change of the step alone makes no draft.
function keepStep(form, key, home) {
  if (quietly(() => sessionStorage.getItem(key))) save(form, key, home);
}

// The draft of this form; answers to an older version may not fit the new one.
function draftFor(form, key) {
  const kept = quietly(() => sessionStorage.getItem(key));
  const draft = kept && new URLSearchParams(kept);
  return draft?.get("version") === form.elements.version.value ? draft : null;
}

function forget(key) {
  quietly(() => sessionStorage.removeItem(key));
}

// A page may be denied its storage.
function quietly(use) {
  try {
    return use();
  } catch {
    return null;
  }
}
