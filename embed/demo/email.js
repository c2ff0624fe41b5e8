// The letter as the deployment writes it for a mailing, in the frame of a mail program.
import { copies } from "/copy.js";

const form = document.getElementById("switches");
const mail = document.getElementById("mail");
const frame = mail.querySelector("iframe");
const plain = mail.querySelector("pre");
const missing = mail.querySelector(".missing");
const button = document.getElementById("copy");
let letter = null;
let asked = "";

form.elements.lang.value = document.documentElement.lang;
form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
copies(button, () => (form.elements.view.value === "text" ? letter.text : letter.html));
show();

async function show() {
  const { survey, lang, esp, screen, scheme, view } = form.elements;
  mail.classList.toggle("narrow", screen.value === "narrow");
  mail.classList.toggle("dark", scheme.value === "dark");
  // One answer holds both the letter and its plain text.
  const address = `${form.dataset.server}/v1/surveys/${survey.value}/email?lang=${lang.value}&format=html&esp=${esp.value}`;
  if (address !== asked) {
    asked = address;
    mail.setAttribute("aria-busy", "true");
    const got = await load(address);
    if (address !== asked) return;
    letter = got;
    mail.removeAttribute("aria-busy");
    write(lang.value);
  }
  const wantsText = view.value === "text";
  frame.hidden = !letter || wantsText;
  plain.hidden = !letter || !wantsText;
  fit();
}

async function load(address) {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function write(lang) {
  missing.hidden = letter !== null;
  button.disabled = letter === null;
  for (const place of mail.querySelectorAll(".subject")) {
    place.textContent = letter ? letter.subject : "…";
    place.lang = lang;
  }
  const preheader = mail.querySelector(".preheader");
  preheader.textContent = letter ? letter.preheader : "";
  preheader.lang = plain.lang = lang;
  plain.textContent = letter ? letter.text : "";
  // Links of a letter open beside it, as they do in a mail program.
  frame.srcdoc = letter ? letter.html.replace(/<head[^>]*>/i, '$&<base target="_blank">') : "";
}

// No script runs in the frame, so it is measured from here.
frame.addEventListener("load", fit);
addEventListener("resize", fit);
function fit() {
  const page = frame.contentDocument;
  if (!page || !page.body) return;
  frame.style.height = "0";
  frame.style.height = page.documentElement.scrollHeight + "px";
}
