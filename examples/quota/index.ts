import * as quay from "pulumi-quay";

const acme = new quay.Organization("acme");

// Quay warns at 400 GiB and refuses pushes from 500 GiB on.
new quay.Quota("acme", { namespace: acme.name, size: "500 GiB", warnings: [80], reject: 100 });

// A user's own repositories, with nothing refused.
new quay.Quota("alice", { namespace: "alice", size: "20 GB" });
