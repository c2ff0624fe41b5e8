// On the page of a link: sees whether a person taps or types. On the first page of an invite it also
// brings the loader, which paints the same form anew with everything answered so far, and sends a score
// that was tapped and never confirmed when the page is left. Without it the form votes just the same.
{
  const plain = document.querySelector("form.otklik-form");
  const element = plain.closest("otklik-survey");
  const first = plain.querySelector(".otklik-q");
  let isSent = false;
  let isTapped = false;
  let isBeyond = false;
  let rev = 0;

  plain.elements.user_activation.value = 0;
  for (const type of ["click", "keydown"]) {
    addEventListener(type, (event) => event.isTrusted && (plain.elements.user_activation.value = 1), true);
  }
  plain.addEventListener("input", ({ target }) => (isBeyond ||= !first.contains(target)));
  plain.addEventListener("submit", () => (isSent = true));
  const watch = ({ isTrusted, target }) => (isTapped ||= isTrusted && "bucket" in target.dataset);
  plain.addEventListener("change", watch);

  if (element) {
    element.addEventListener("otklik:submitted", () => (isSent = true));
    // The loader's form, before anybody has seen it; another language is painted by itself.
    element.addEventListener("otklik:ready", takeAlong, { once: true });
    const id = crypto.randomUUID?.();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && isTapped && !isSent && id) sendTap(id);
    });
    // Who has gone beyond the first question goes on with what is there.
    addEventListener("load", () => {
      if (isBeyond) return;
      const script = document.createElement("script");
      script.src = element.dataset.loader;
      document.body.append(script);
    });
  }

  function takeAlong() {
    const root = element.shadowRoot;
    const form = root.querySelector("form");
    const { name: focused } = document.activeElement;
    for (const { name, value, checked } of plain.elements) {
      const isKept = /^(q\.|(id|user_activation)$)/.test(name);
      for (const it of isKept ? form.querySelectorAll(`[name="${name}"]`) : []) {
        if (!/radio|checkbox/.test(it.type)) it.value = value;
        else if (it.value === value) it.checked = checked;
      }
    }
    root.addEventListener("change", watch);
    document.querySelector("header nav").remove();
    const chosen = `[name="${focused}"]`;
    if (focused) form.querySelector(chosen + ":checked," + chosen)?.focus();
  }

  // The scores alone: nobody has sent a comment yet. Under an id of its own: the answer itself may come.
  function sendTap(id) {
    const form = element.shadowRoot?.querySelector("form") || plain;
    const body = new URLSearchParams({ id, rev: (rev += rev < 32), partial: 1 });
    for (const name of ["version", "lang", "invite", "user_activation"]) body.set(name, form.elements[name].value);
    for (const { name, value } of form.querySelectorAll("[data-bucket]:checked")) body.set(name, value);
    fetch(element.dataset.door, { method: "POST", body, keepalive: true }).catch(() => null);
  }
}
