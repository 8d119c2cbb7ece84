/** The table of the requirements for the adapters. */
export const table = `
| operation | call | input | read-only | destructive | idempotent |
| --- | --- | --- | --- | --- | --- |
| listrepos | GET /repository | query \`namespace\`, \`public\`, \`starred\` | yes | no | yes |
| createrepo | POST /repository | body | no | no | no |
| getrepo | GET /repository/{repository} | | yes | no | yes |
| deleterepo | DELETE /repository/{repository} | | no | yes | yes |
| listrepotags | GET /repository/{repository}/tag/ | | yes | no | yes |
| changetag | PUT /repository/{repository}/tag/{tag} | body | no | no | yes |
| deletetag | DELETE /repository/{repository}/tag/{tag} | | no | yes | yes |
| getmanifest | GET /repository/{repository}/manifest/{manifestref} | | yes | no | yes |
| getmanifestsecurity | GET /repository/{repository}/manifest/{manifestref}/security | | yes | no | yes |
| listrepobuilds | GET /repository/{repository}/build/ | | yes | no | yes |
| requestrepobuild | POST /repository/{repository}/build/ | body | no | no | no |
| getorganization | GET /organization/{orgname} | | yes | no | yes |
| updateorganizationteam | PUT /organization/{orgname}/team/{teamname} | body | no | no | yes |
| createorgrobot | PUT /organization/{orgname}/robots/{robot_shortname} | body | no | no | yes |
| getloggedinuser | GET /user/ | | yes | no | yes |
| changeuserpermissions | PUT /repository/{repository}/permissions/user/{username} | body | no | no | yes |
`;

export interface Row {
  name: string;
  method: string;
  path: string;
  input: string;
  readOnly: boolean;
  destructive: boolean;
  idempotent: boolean;
}

export const rows: Row[] = table
  .trim()
  .split("\n")
  .slice(2)
  .map((line) => {
    const [name = "", call = "", input = "", ...hints] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [method = "", path = ""] = call.split(" ");
    const [readOnly = false, destructive = false, idempotent = false] = hints.map((hint) => hint === "yes");
    return { name, method, path, input, readOnly, destructive, idempotent };
  });
