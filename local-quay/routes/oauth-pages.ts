import type { Application, User } from "../model";

/** What a program asks for when it sends somebody here; the forms hand it on. */
export interface AuthorizationRequest {
  client_id: string;
  redirect_uri: string;
  scope: string;
  response_type: string;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body style="font: 16px system-ui, sans-serif; max-width: 34em; margin: 4em auto">
<h1>${title}</h1>
${content}
</body>
</html>
`;

function form(action: string, asked: AuthorizationRequest, csrf: string, content: string): string {
  const values = Object.entries({ ...asked, _csrf_token: csrf });
  const hidden = values.map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`);
  return `<form method="post" action="${action}">\n${hidden.join("\n")}\n${content}\n</form>`;
}

export const signInPage = (asked: AuthorizationRequest, csrf: string) =>
  page(
    "Sign in to the local Quay",
    form(
      "/oauth/authorize/signin",
      asked,
      csrf,
      `<p><label>User name <input name="username" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button name="signin">Sign in</button></p>`,
    ),
  );

export const consentPage = (
  asked: AuthorizationRequest,
  csrf: string,
  application: Application,
  user: User,
  scopes: Set<string>,
) =>
  page(
    "Authorize application",
    `<p><b>${escaped(application.name)}</b> of the organization <b>${escaped(application.organization.name)}</b> asks to act
as <b>${escaped(user.name)}</b> with:</p>
<ul>${[...scopes].map((scope) => `<li>${escaped(scope)}</li>`).join("")}</ul>
${form("/oauth/authorizeapp", asked, csrf, '<button name="authorize">Authorize</button>')}
${form("/oauth/denyapp", asked, csrf, '<button name="deny">Cancel</button>')}`,
  );
