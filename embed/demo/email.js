// The letter as the deployment writes it for a mailing, in the frame of a mail program.
import { copies } from "/copy.js";

const form = document.getElementById("switches");
const mail = document.getElementById("mail");
const frame = mail.querySelector("iframe");
const plain = mail.querySelector("pre");
const button = document.getElementById("copy");
const field = document.getElementById("field");
const chosen = (name) => form.elements[name].value;
let letter = null;
let asked = "";

form.elements.lang.value = document.documentElement.lang;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
frame.addEventListener("load", fit);
addEventListener("resize", fit);
copies(button, () => turn().body);
show();

async function show() {
  mail.classList.toggle("narrow", chosen("screen") === "narrow");
  mail.classList.toggle("dark", chosen("scheme") === "dark");
  const query = new URLSearchParams({
    lang: chosen("lang"),
    format: chosen("view"),
    esp: chosen("esp"),
    invites: chosen("invites"),
    event: "DemoEvent11A",
  });
  const address = `${form.dataset.server}/v1/surveys/${chosen("survey")}/email?${query}`;
  if (address !== asked) {
    asked = address;
    mail.setAttribute("aria-busy", "true");
    const got = await load(address);
    // Another switch may have been pressed meanwhile.
    if (address !== asked) return;
    letter = got;
    mail.removeAttribute("aria-busy");
  }
  write();
}

async function load(address) {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

// One answer holds the first letter and the reminder.
function turn() {
  return chosen("turn") === "reminder" ? letter.reminder : letter;
}

function write() {
  const { subject, preheader, body } = letter ? turn() : { subject: "…", preheader: "", body: "" };
  const isPlain = chosen("view") === "text";
  mail.querySelector(".missing").hidden = letter !== null;
  button.disabled = letter === null;
  for (const place of mail.querySelectorAll(".subject")) place.textContent = subject;
  mail.querySelector(".preheader").textContent = preheader;
  for (const place of [...mail.querySelectorAll(".subject, .preheader"), plain]) {
    place.lang = letter ? letter.lang : "";
  }
  field.hidden = !letter?.field;
  field.querySelector("code").textContent = letter?.field ?? "";
  plain.hidden = !letter || !isPlain;
  frame.hidden = !letter || isPlain;
  plain.textContent = isPlain ? body : "";
  frame.srcdoc = isPlain ? "" : dressed(body);
}

// The letter in the chosen theme, whatever the theme of the reader's device; its links open beside
// it, as they do in a mail program.
function dressed(html) {
  const isDark = chosen("scheme") === "dark";
  return html
    .replace(/\(prefers-color-scheme:\s*dark\)/g, isDark ? "(min-width: 0)" : "(max-width: 0)")
    .replace(
      /<head[^>]*>/i,
      `$&<base target="_blank"><style>:root { color-scheme: ${isDark ? "dark" : "light"} !important }</style>`,
    );
}

// No script runs in the frame, so it is measured from here.
function fit() {
  const page = frame.contentDocument;
  if (!page?.body) return;
  frame.style.height = "0";
  frame.style.height = page.documentElement.scrollHeight + "px";
}
