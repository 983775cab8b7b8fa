import { address, listOf, type OptionSchema, port, text } from "./option-schema.js";

const hubAddress = "the address of the hub's API such as http://127.0.0.1:8081/hub/api, without a token";

/** The options of the section `JupyterHub`. */
export const hubOptions: Readonly<Record<string, OptionSchema>> = {
  api_url: text(hubAddress, "^https?://[^\\s?#@]+$"),
  service_prefix: text(
    'a path such as "/services/daybook/", with slashes at both ends',
    "^/([A-Za-z0-9._~-]+/)+$",
  ),
};

/** The options of the section `Gateway`, as YAML and JSON name them. */
export const gatewayOptions: Readonly<Record<string, OptionSchema>> = {
  upstream: text(
    "the address of a server such as http://127.0.0.1:8888/, without a token",
    "^https?://[^\\s?#@]+$",
  ),
  ip: address,
  port,
  on_failure: {
    type: "object",
    propertyNames: text("a schema id"),
    additionalProperties: { enum: ["continue", "refuse"], expected: "continue or refuse" },
    expected: "a mapping from schema ids to continue or refuse",
  },
  trusted_proxies: listOf(
    text("an address such as 10.1.2.3, or a network such as 10.0.0.0/8", "^[0-9A-Fa-f.:]+(/[0-9]{1,3})?$"),
    "a list of addresses and networks",
  ),
  user_header: text("the name of a header such as X-Forwarded-User", "^[A-Za-z0-9-]+$"),
  identity_max_age: {
    type: "number",
    minimum: 0,
    maximum: 3600,
    expected: "a number of seconds from 0 to 3600",
  },
  execution_patience: {
    type: "number",
    minimum: 0,
    // A timer of Node takes no more than 24 days.
    maximum: 2_000_000,
    expected: "a number of seconds from 0 to 2000000",
  },
};
