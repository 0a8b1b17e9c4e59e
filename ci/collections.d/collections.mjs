// openapi.json on stdin → two collections in the folder that is named: for Postman, and for Bruno.
// Ids are random and answers long in what Postman's converter makes, so both are left out: the same API is the same file.
import fs from "node:fs";
import { promisify } from "node:util";

Math.random = () => 0.5; // before the converters keep it: what they draw by lot they draw alike each time
const { default: postman } = await import("openapi-to-postmanv2");
const { postmanToBruno } = await import("@usebruno/converters");

const folder = process.argv[2];
// A text that only keeps to a pattern says less than "<string>".
const data = JSON.parse(fs.readFileSync(0, "utf8"), (name, value) => (name === "pattern" ? undefined : value));
const options = { parametersResolution: "Schema", folderStrategy: "Tags", optimizeConversion: true, stackLimit: 4 };
const converted = await promisify(postman.convertV2.bind(postman))({ type: "json", data }, options);
if (!converted.result) throw new Error(converted.reason);

const collection = lean(converted.output[0].data);
collection.info = {
  name: "ms-commerce",
  schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
  description: "Set the variables CTP_… to what ms-commerce run wrote into var/dev.env; tokens are then had by themselves.",
};
collection.auth = {
  type: "oauth2",
  oauth2: Object.entries({
    grant_type: "client_credentials",
    accessTokenUrl: "{{CTP_AUTH_URL}}/oauth/token",
    clientId: "{{CTP_CLIENT_ID}}",
    clientSecret: "{{CTP_CLIENT_SECRET}}",
    scope: "{{CTP_SCOPES}}",
    client_authentication: "header",
    addTokenTo: "header",
  }).map(([key, value]) => ({ key, value, type: "string" })),
};
collection.variable = ["CTP_API_URL", "CTP_AUTH_URL", "CTP_PROJECT_KEY", "CTP_CLIENT_ID", "CTP_CLIENT_SECRET", "CTP_SCOPES"].map(
  (key) => ({ key, value: key.endsWith("_URL") ? "http://localhost:8080" : "" }),
);
write("ms-commerce.postman_collection.json", collection);
write("ms-commerce.bruno.json", uncounted(await postmanToBruno(structuredClone(collection))));

/** Without answers and ids; addressed as the CTP_… variables say; a request inherits the collection's way to a token. */
function lean(at) {
  if (Array.isArray(at)) return at.map(lean);
  if (at === null || typeof at !== "object") return at;
  const { id, _postman_id, response, auth, ...rest } = at;
  if (rest.host?.[0] === "{{baseUrl}}") rest.host = ["{{CTP_API_URL}}"];
  if (rest.variable) rest.variable = rest.variable.map((one) => (one.key === "projectKey" ? { ...one, value: "{{CTP_PROJECT_KEY}}" } : one));
  if (rest.query) rest.query = rest.query.filter(once).map(({ description, ...one }) => ({ ...one, description: description?.content ?? description, disabled: one.key !== "version" }));
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, lean(value)]));
}

/** The converter gives two examples of a parameter that may be repeated. */
function once(one, place, all) {
  return all.findIndex((other) => other.key === one.key) === place;
}

/** Bruno's own ids are random as well. */
function uncounted(at) {
  if (Array.isArray(at)) return at.map(uncounted);
  if (at === null || typeof at !== "object") return at;
  return Object.fromEntries(Object.entries(at).filter(([name]) => name !== "uid").map(([name, value]) => [name, uncounted(value)]));
}

function write(name, json) {
  fs.writeFileSync(`${folder}/${name}`, `${JSON.stringify(json, null, 1)}\n`);
}
