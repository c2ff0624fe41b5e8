// The floor: one NPS question by hand, the least that asks, continues with a comment, and posts.
(() => {
  const script = document.currentScript;
  const make = (tag, props, ...children) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...children);
    return element;
  };
  const style = make("style", {
    textContent: `
fieldset { border: 1px solid #ccc; border-radius: 8px; padding: 1rem; }
.scores { display: grid; grid-template-columns: repeat(11, 1fr); gap: 4px; }
.scores button { min-height: 40px; padding: 0; font: inherit; border: 1px solid #999; border-radius: 6px; background: #fff; }
.scores button[aria-pressed="true"] { background: #1a56db; color: #fff; }
.ends { display: flex; justify-content: space-between; font-size: 0.8rem; color: #555; }
textarea { box-sizing: border-box; width: 100%; min-height: 5rem; font: inherit; }`,
  });
  const scores = make("div", { className: "scores" });
  const more = make("div");
  const form = make(
    "fieldset",
    {},
    make("legend", { textContent: "How likely are you to recommend us to a friend?" }),
    scores,
    make("div", { className: "ends" }, "Not at all likely", make("span", {}, "Extremely likely")),
    more,
  );
  let chosen;
  const send = async (comment) => {
    const body = JSON.stringify({ score: chosen, comment });
    const headers = { "content-type": "text/plain" };
    const response = await fetch(script.dataset.post, { method: "POST", keepalive: true, headers, body });
    form.replaceChildren(response.ok ? "Thank you!" : "Please try again.");
  };
  const choose = (score) => {
    chosen = score;
    for (const button of scores.children) button.setAttribute("aria-pressed", button.dataset.score === String(score));
    if (more.firstChild) return;
    const comment = make("textarea", { ariaLabel: "What is the main reason for your score?" });
    more.append(comment, make("button", { type: "button", textContent: "Send", onclick: () => send(comment.value) }));
  };
  for (let score = 0; score <= 10; score += 1) {
    const button = make("button", { type: "button", textContent: score, onclick: () => choose(score) });
    button.dataset.score = score;
    scores.append(button);
  }
  script.after(style, form);
})();
