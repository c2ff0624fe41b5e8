// What stands around a form on a host page, and what few guests need at once: the draft, the switch
// of languages, the request to be called after a low answer, pop-ups and the tab on the edge.
//
// Stored only after an act of the guest, and nothing else anywhere:
//   sessionStorage "otklik {host} {survey} {form} {context}": the draft, until it is sent or the tab
//     closes; without name, phone, comment and consent of a callback
//   localStorage "otklik": the day of the last closing or answer by form
//   IndexedDB "otklik": what was sent, until it has arrived; see queue.js
import { present } from "./popup.js";
import { today, remember } from "./pauses.js";

const PERSONAL = ["phone", "name", "comment", "consent"];

// Where answers come from: those of another place are another draft.
const CONTEXT = ["event", "touchpoint", "channel", "manager", "reference", "invite", "by"];

// No further revision of these will be stored: what comes next begins anew.
const ENDED = ["bad_id", "bad_rev", "correction_closed"];

// What was sent waits for the queue so long, and then goes without it.
const TIMEOUT_MS = 2_500;

// esbuild puts the name of its file here.
const queue = import(QUEUE).catch(() => null);

// What was answered since the page came: an element that is rendered again says thanks again.
const receipts = new Map();

// Given by the loader: the element, and the payload where it is not painted yet.
export function frame(element, payload) {
  const mode = element.getAttribute("mode");
  const popup = mode === "popup" || mode === "tab" ? present(element, payload) : null;
  return {
    open: () => (popup ? popup.open(true) : element.scrollIntoView()),
    close: () => popup?.close(),
    comeBack: () => comeBack(element),
    meet: (talk) => meet(element, talk),
  };
}

// A page that renders itself anew brings its link back, sooner or later: the survey goes there
// again, with all that was answered.
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

// Whether a script of its own comes behind the link, which says that another event is meant.
function isOthers(link, element) {
  const script = link.nextElementSibling;
  const differs = ({ name, value }) =>
    name.startsWith("data-") && element.getAttribute(name.slice(5)) !== value;
  return script?.localName === "script" && [...script.attributes].some(differs);
}

// Stays with one painted form.
function meet(element, talk) {
  const { box, form } = talk;
  const key = draftKey(element, form);
  if (receipts.has(key)) return talk.thank(receipts.get(key));
  // In which language this page began: another page begins anew.
  const home = (element.home ||= element.painted.lang);
  const draft = draftFor(form, key);
  if (draft) fill(form, draft);
  const spoken = draft?.get("lang");
  if (draft?.get("home") === home && spoken !== element.painted.lang) speak(spoken);
  form.addEventListener("input", () => save(form, key, home));
  form.addEventListener("click", () => setTimeout(() => keepStep(form, key, home)));
  talk.heard = (answer) => {
    const isStored = answer?.id === form.elements.id.value;
    if (isStored) {
      receipts.set(key, answer);
      const offer = box.querySelector(".otklik-offer");
      if (offer) offer.hidden = !form.querySelector("[data-bucket=low]:checked");
      remember(element, today());
    }
    if (isStored || ENDED.includes(answer?.error?.code)) forget(key);
    // With the revision that comes next, which the form knows in a moment.
    else setTimeout(() => keepStep(form, key, home));
  };
  const { send } = talk;
  const kept = queue.then((it) => it?.attend(element, talk));
  let hasTried = talk.tried;
  talk.send = async (body) => {
    hasTried = true;
    const patience = new Promise((over) => setTimeout(over, TIMEOUT_MS));
    return ((await Promise.race([kept, patience]))?.post ?? send)(body);
  };
  // A score that the guest has gone on from.
  talk.confirm = (body) => kept.then((it) => it?.post(body, true));
  obey(element, talk, kept, () => hasTried);
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

  // The same form in another language, with all that was answered; by a link that was tapped, or
  // where a draft goes on.
  async function speak(lang, href) {
    const payload = await element.load([["lang", lang]]);
    // The guest may have sent meanwhile, or be sending.
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

// A host's policy may forbid fetch (then the form navigates) and the form too (then the link comes
// back). Some browsers tell the origin alone.
function obey(element, talk, kept, hasTried) {
  const { form, door } = talk;
  document.addEventListener("securitypolicyviolation", async (event) => {
    const { blockedURI, effectiveDirective: rule } = event;
    const concerns = (address) =>
      address.startsWith(blockedURI) && blockedURI.startsWith(new URL(address).origin);
    if (event.disposition !== "enforce" || form.hidden || !form.isConnected) return;
    if (rule === "connect-src" && concerns(door)) {
      // It will never go from here; the form takes it along.
      await (await kept)?.forget();
      if (hasTried()) form.submit();
    }
    if (rule === "form-action" && hasTried() && concerns(form.action)) bringBackLink(element, form);
  });
}

// The link leaves for a page of ours; it takes along where the guest was, and the score.
function bringBackLink(element, form) {
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
  // Two of one survey on a page keep theirs apart, by their order.
  const twins = [...document.querySelectorAll(element.localName)];
  const place = twins.filter((it) => it.getAttribute("survey") === survey.id).indexOf(element);
  const parts = ["otklik", element.url.host, survey.id, kind, ...context, place > 0 && place];
  return parts.filter(Boolean).join(" ");
}

// The step and every field with a value, hidden ones too: with the id the answers stay one response.
// In the form of an address: old libraries make strings of the lists in JSON.
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
    // Language and context are this form's own.
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

// A step back or on is part of a draft, but none by itself.
function keepStep(form, key, home) {
  if (quietly(() => sessionStorage.getItem(key))) save(form, key, home);
}

// What was kept of this form; answers to an older survey may not fit the new one.
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
