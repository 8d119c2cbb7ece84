import { fileOf } from "../schema/file-name";
import { type Call, moments } from "./calls";
import { code, type Html, html, prose, table } from "./html";
import type { NamedType, Property } from "./properties";
import type { Kind, Reference } from "./reference";

/** The HTML pages by file name. */
export function pages(reference: Reference): Record<string, string> {
  const page = (title: string, body: Html) => document(reference, title, body).text;
  const ofKinds = reference.kinds.map((kind) => [fileName(kind), page(kind.name, kindPage(kind))]);
  return { "index.html": page("pulumi-quay", indexPage(reference)), ...Object.fromEntries(ofKinds) };
}

const fileName = ({ name }: Kind) => `${fileOf(name)}.html`;

function document({ version, kinds }: Reference, title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === "pulumi-quay" ? title : `${title} · pulumi-quay`}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<nav>
<a class="home" href="index.html">pulumi-quay</a> <span class="version">${version}</span>
<ul>${kinds.map((kind) => html`<li><a href="${fileName(kind)}"${current(kind.name === title)}>${kind.name}</a></li>`)}</ul>
</nav>
<main>
${body}
</main>
</body>
</html>
`;
}

const current = (is: boolean) => is && html` aria-current="page"`;

const firstSteps = `npm install pulumi-quay @pulumi/pulumi
npm install --save-dev typescript @types/node
pulumi config set quay:url https://quay.example.com
pulumi config set --secret quay:token <token>`;

function indexPage({ description, settings, kinds }: Reference): Html {
  return html`<h1>pulumi-quay</h1>
<p class="lead">${description}</p>
${code(firstSteps)}
<h2 id="kinds">Kinds</h2>
${table(
  ["Kind", "What it is", "Id"],
  kinds.map((kind) => [link(kind), prose(firstSentence(kind)), list(kind.ids)]),
)}
<h2 id="scopes">Scopes</h2>
<p>What an OAuth 2 access token needs for the whole life of a kind. Its user needs the rights too: a token can do no more than
its user.</p>
${table(
  ["Kind", "Scopes"],
  kinds.map((kind) => [link(kind), scopes(kind)]),
)}
<h2 id="settings">Settings</h2>
<p>Set with <code>pulumi config set</code>, or given to an explicit <code>Provider</code>.</p>
${table(["Setting", "Type", "What it is"], settings.map(setting))}`;
}

function setting({ name, type, secret, description }: Property): Html[] {
  return [
    html`<code>quay:${name}</code>${secret && html` <span class="mark">secret</span>`}`,
    html`<code>${type}</code>`,
    prose(description),
  ];
}

function kindPage(kind: Kind): Html {
  const { name, type, ids, example, inputs, outputs, flags, types, calls } = kind;
  const [id = ""] = ids;
  return html`<h1>${name}</h1>
${kind.paragraphs.map((paragraph) => html`<p class="lead">${prose(paragraph.replace(/\n/g, " "))}</p>\n`)}
<h2 id="example">Example</h2>
${code(example)}
<h2 id="inputs">Inputs</h2>
${table(
  ["Input", "Type", "Default", "What it is"],
  inputs.map((one) => input(one, types)),
)}
<h2 id="outputs">Outputs</h2>
<p>All inputs are outputs too${flags.length > 0 && html`, except ${list(flags)}`}${outputs.length === 0 ? "; there are no others." : ". Besides:"}</p>
${
  outputs.length > 0 &&
  table(
    ["Output", "Type", "What it is"],
    outputs.map((one) => output(one, types)),
  )
}
${types.map((one) => typeSection(one, types))}
<h2 id="id">Id</h2>
<p>${list(ids)}</p>
<h2 id="import">What exists already</h2>
<p>Read without managing it:</p>
${code(`const there = quay.${name}.get("there", "${id}");`)}
${inputs.some((input) => input.name === "adopt") ? adopting(kind) : html`<p>Declared where it exists already, it gets what the program says.</p>`}
<p>Import it with others, with <code>pulumi import --file</code> and a file that holds for each its <code>inputs</code> and
<code>outputs</code> too:</p>
${code(`{ "type": "${type}", "name": "there", "id": "${id}", "inputs": { … }, "outputs": { … } }`)}
<h2 id="scopes">Scopes</h2>
<p>${scopes(kind)}</p>
<h2 id="calls">What it asks of Quay</h2>
<p>The calls of its whole life, as they arrive at a Quay. A preview without <code>--refresh</code> makes none.</p>
${table(["When", "Call", "Scope"], calls.map(callRow))}`;
}

const callRow = ({ operation: { route, scope, summary }, moments: when }: Call): Html[] => [
  html`${when.map((moment) => html`<div>${moments[moment]}</div>`)}`,
  html`<code>${route.split("/").map((part, at) => [at > 0 && html`/<wbr>`, part])}</code><div>${prose(summary)}</div>`,
  scope ? html`<code>${scope}</code>` : html``,
];

const adopting = ({ name, ids: [id = ""] }: Kind) =>
  html`<p>Take it over as it is, which writes nothing:</p>
${code(`new quay.${name}("mine", { …, adopt: true }); // ${id}`)}`;

const typeSection = (
  { name, description, properties }: NamedType,
  types: NamedType[],
) => html`<h3 id="${name}">${name}</h3>
<p>${prose(description.replace(/\n/g, " "))}</p>
${table(
  ["Property", "Type", "Default", "What it is"],
  properties.map((one) => input(one, types)),
)}
`;

/** A type, with links to the object types in it. */
const linked = (type: string, types: NamedType[]) =>
  html`<code>${type.split(/\b/).map((word) => (types.some(({ name }) => name === word) ? html`<a href="#${word}">${word}</a>` : word))}</code>`;

function input(property: Property, types: NamedType[]): Html[] {
  const { name, type, required, secret, replaces, default: standard, description } = property;
  return [
    html`<code>${name}</code>${required && html` <span class="mark">required</span>`}${secret && html` <span class="mark">secret</span>`}`,
    linked(type, types),
    standard === undefined ? html`` : html`<code>${JSON.stringify(standard)}</code>`,
    html`${prose(description)}${replaces && html` <em>A change replaces it.</em>`}`,
  ];
}

function output({ name, type, secret, description }: Property, types: NamedType[]): Html[] {
  return [
    html`<code>${name}</code>${secret && html` <span class="mark">secret</span>`}`,
    linked(type, types),
    prose(description),
  ];
}

function scopes({ scopes, ownScopes }: Kind): Html {
  return html`${list(scopes)}${ownScopes.length > 0 && html`; in the namespace of the token's own user ${list(ownScopes)}`}`;
}

const link = (kind: Kind) => html`<a href="${fileName(kind)}">${kind.name}</a>`;

const list = (words: string[]) => html`${words.map((word, at) => html`${at > 0 && ", "}<code>${word}</code>`)}`;

/** The first sentence of the last paragraph; warnings come before it. */
const firstSentence = ({ paragraphs }: Kind) =>
  /^[^.]+\./.exec(paragraphs.at(-1)?.replace(/\n/g, " ") ?? "")?.[0] ?? "";
