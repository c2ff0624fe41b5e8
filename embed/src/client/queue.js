// The queue: a submission is stored on the guest's device before it is sent, and retried until it has arrived. This
// file shows its messages; delivery.js sends, store.js stores.
import { all, drop, keep } from "./store.js";
import { alone, attempt, flush, later, listen, listenToOthers } from "./delivery.js";

// Milliseconds after which a device that has not stored a record no longer delays sending.
const TIMEOUT_MS = 2_000;

// The forms of this page, the latest first.
const forms = [];
// Messages without a form to show them.
let unsaid;
// Responses whose form is not there yet, by id: its window has not been opened.
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
export function attend(element, controller) {
  const { box, form } = controller;
  const { lang } = element.painted;
  const { id, rev } = form.elements;
  // Whether to show the thanks once the last submission has arrived; not while the guest goes on answering.
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
    // Screen readers announce it because it is there before its text.
    setTimeout(() => (region.textContent = text));
    return true;
  }

  function expect() {
    isAwaited = true;
    listenToOthers();
    later();
  }

  // Whether this form has sent it. The response may be late: the guest may no longer wait, or use another part of the
  // page.
  function arrived(ofId, answer) {
    if (ofId !== id.value) return false;
    if (!isAwaited || form.hidden) return true;
    isAwaited = false;
    if (region) region.textContent = "";
    controller.heard(answer);
    element.fire("submitted");
    const thanks = box.querySelector(".otklik-thanks");
    thanks.inert = document.activeElement !== element;
    controller.thank(answer);
    thanks.inert = false;
    return true;
  }

  const recordOf = (body, isEarly) =>
    (last = {
      id: id.value,
      rev: +(body.get ? body.get("rev") : JSON.parse(body).rev),
      mark: Math.random(),
      door: controller.door,
      lang,
      body: String(body),
      isForm: !!body.get,
      isEarly: !!isEarly,
    });

  // The server's response; while there is none, the message for the guest.
  async function post(body, isEarly) {
    const record = recordOf(body, isEarly);
    const tooLate = new Promise((over) => {
      setTimeout(over, TIMEOUT_MS);
      // Without a prototype, because a page may have given every object a property of these names.
      addEventListener("pagehide", over, { __proto__: null, once: true });
    });
    const isKept = await Promise.race([keep(record), tooLate]);
    const { fate, status, answer } = await alone(record.id, () => attempt(record));
    // The form then leaves the page, with all answers.
    if (status === 403) await drop(record);
    if (fate !== "later" || status === 403 || isKept !== true) return answer;
    if (isEarly) later();
    else expect();
    return { error: { code: "unavailable", message: sentence(lang, "kept") } };
  }

  // A score is sent alone too: leaving the first step confirms it. The widget does that itself; the plain form then
  // shows all further questions at once.
  function confirm() {
    const hasGoneOn = form.querySelector(".otklik-next") && !form.dataset.at && !form.noValidate;
    if (!hasGoneOn || hasConfirmed || controller.tried) return;
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

  // Submissions from before the queue had loaded, and records of an earlier page.
  async function recall() {
    const isUnderWay = form.querySelector("button:disabled");
    if (controller.tried && !form.hidden) {
      const record = recordOf(controller.tried);
      await keep(record);
      if (isUnderWay) return whenHeard(() => (controller.tried ? recall() : drop(record)));
    }
    const waiting = (await all()).find((it) => it.id === id.value);
    if (!waiting || waiting.isEarly || isUnderWay || form.hidden) return;
    // The plain form showed an error: it could not know of the queue.
    if (controller.tried && !form.noValidate) form.querySelector(".otklik-status").textContent = "";
    say(sentence(lang, "kept"));
    expect();
  }

  function whenHeard(then) {
    const { heard } = controller;
    controller.heard = (answer) => {
      controller.heard = heard;
      heard(answer);
      // After the form has shown its own result.
      setTimeout(then);
    };
  }

  return { post, forget: () => drop({ ...last }) };
}
