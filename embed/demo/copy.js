// A button that copies: says so on itself, and to a screen reader through the status beside it.
const SAID_MS = 3000;

export function copies(button, text) {
  const word = button.textContent;
  const status = button.parentElement.querySelector("[role=status]");
  let timer;
  button.addEventListener("click", async () => {
    const done = await copy(text());
    button.classList.toggle("done", done);
    if (done) button.textContent = "✓ " + button.dataset.copied;
    // Emptied first: the same words twice in a row would be announced once.
    status.textContent = "";
    requestAnimationFrame(() => {
      status.textContent = done ? button.dataset.copied : button.dataset.failed;
    });
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.classList.remove("done");
      button.textContent = word;
      if (done) status.textContent = "";
    }, SAID_MS);
  });
}

// The clipboard is there on https and localhost; elsewhere a selection is copied as of old.
async function copy(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
