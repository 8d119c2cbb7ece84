import type { Confirmation, Repository, Team, User } from "./model";
import { secret } from "./secrets";
import type { Store } from "./store";

function send({ mails }: Store, to: string, subject: string, ...links: string[]) {
  mails.push({ to, subject: `[Project Quay] ${subject}`, links });
}

function codeFor({ confirmations }: Store, confirmation: Confirmation): string {
  const code = secret(64);
  confirmations.set(code, confirmation);
  return code;
}

export function mailConfirmation(store: Store, user: User) {
  const code = codeFor(store, { of: "address", user });
  send(store, user.email, "Please confirm your e-mail address", `/confirm?code=${code}`);
}

export function mailAddressChange(store: Store, user: User, newEmail: string) {
  const code = codeFor(store, { of: "address", user, newEmail });
  send(store, newEmail, "E-mail address change requested", `/confirm?code=${code}`);
}

export const mailAddressChanged = (store: Store, oldEmail: string) =>
  send(store, oldEmail, "Account e-mail address changed");

export const mailPasswordChanged = (store: Store, { email }: User) => send(store, email, "Account password changed");

export function mailRecovery(store: Store, user: User) {
  const code = codeFor(store, { of: "recovery", user });
  send(store, user.email, "Account recovery", `/recovery?code=${code}`);
}

/** The mail to an organization lists its admins, because nobody can sign in as an organization. */
export const mailAdmins = (store: Store, email: string) => send(store, email, "Account recovery");

export const mailInvitation = (store: Store, email: string, { code }: Team["invites"][number]) =>
  send(store, email, "Invitation to join team", `/confirminvite?code=${encodeURIComponent(code)}`);

/** A repeated request mails the same code again. */
export function mailAuthorization(store: Store, repository: Repository, email: string) {
  const known = [...store.confirmations].find(
    ([, one]) => one.of === "notifications" && one.repository === repository && one.email === email,
  );
  const code = known?.[0] ?? codeFor(store, { of: "notifications", repository, email });
  const name = `${repository.namespace.name}/${repository.name}`;
  send(store, email, `Please verify your e-mail address for repository ${name}`, `/authrepoemail?code=${code}`);
  // Quay's subject begins with a space here.
  const mail = store.mails.at(-1);
  if (mail) mail.subject = ` ${mail.subject}`;
}
