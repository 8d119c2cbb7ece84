/** A page of the login; one that hands the token over says then what became of it. */
export const page = (title: string, sentence: string, handsOver = false) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>pulumi-quay login</title></head>
<body style="font: 16px system-ui, sans-serif; max-width: 34em; margin: 6em auto">
<h1>${escaped(title)}</h1>
<p>${escaped(sentence)}</p>
${handsOver ? '<script src="handover.js"></script>' : ""}
</body>
</html>
`;

/** The token is in the fragment, which a browser sends to nobody: this brings it, and takes it out of the history. */
export const script = `const { hash, search } = location;
history.replaceState(null, "", location.pathname);
const say = (title, sentence) => {
  document.querySelector("h1").textContent = title;
  document.querySelector("p").textContent = sentence;
};
fetch("token" + search, { method: "POST", body: hash })
  .then(async (answer) => say(answer.ok ? "You are logged in." : "The login failed.", await answer.text()))
  .catch(() => say("The login failed.", "The terminal is not waiting any more."));
`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
