/** A page that the browser shows after Quay has redirected it. One that sends the token shows the outcome afterwards. */
export const callbackPage = (title: string, sentence: string, sendsToken = false) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>pulumi-quay login</title></head>
<body style="font: 16px system-ui, sans-serif; max-width: 34em; margin: 6em auto">
<h1>${escaped(title)}</h1>
<p>${escaped(sentence)}</p>
${sendsToken ? '<script src="handover.js"></script>' : ""}
</body>
</html>
`;

/** Browsers do not send the fragment, in which the token is: this script posts it, and removes it from the history. */
export const tokenScript = `const { hash, search } = location;
history.replaceState(null, "", location.pathname);
const say = (title, sentence) => {
  document.querySelector("h1").textContent = title;
  document.querySelector("p").textContent = sentence;
};
fetch("token" + search, { method: "POST", body: hash })
  .then(async (answer) => say(answer.ok ? "You are logged in." : "The login failed.", await answer.text()))
  .catch(() => say("The login failed.", "The terminal is not waiting any more."));
`;

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
