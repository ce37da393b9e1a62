/**
 * Operations, their life, names, servers and security.
 *
 * Dropped credentials break no caller that sends them; that strangers get in is for the rules to judge.
 * Our own: callbacks, servers, `api-document-removed`, and what becomes of alternatives of credentials.
 */
export const pathChecks = `
endpoint-added | compatible | none paths existence add operation | new operation
api-path-removed-before-sunset | breaking | none paths existence remove operation before-sunset wholePath | the path is removed before {to}, the day its end was announced for
api-removed-before-sunset | breaking | none paths existence remove operation before-sunset | the operation is removed before {to}, the day its end was announced for
api-path-sunset-parse | breaking | none paths existence remove operation sunset-parse wholePath | the path is removed, and the day its end was announced for ({to}) is no date
api-deprecated-sunset-parse | breaking | none paths existence remove operation sunset-parse | the operation is removed, and the day its end was announced for ({to}) is no date
api-path-removed-with-deprecation | compatible | none paths existence remove operation deprecated wholePath | the path is removed, as its deprecation announced
api-path-removed-without-deprecation | breaking | none paths existence remove operation wholePath | the path is removed and was not deprecated
api-removed-with-deprecation | compatible | none paths existence remove operation deprecated | the operation is removed, as its deprecation announced
api-removed-without-deprecation | breaking | none paths existence remove operation | the operation is removed and was not deprecated
callback-added | compatible | none paths existence add callback | new callback
callback-removed | breaking | none paths existence remove callback | the callback is removed
webhook-added | compatible | none components existence add webhook | new webhook
webhook-removed | breaking | none components existence remove webhook | the webhook is removed

endpoint-deprecated | compatible | none paths lifecycle change operation deprecation | the operation is deprecated
endpoint-deprecated-with-sunset | compatible | none paths lifecycle change operation deprecation-with-sunset | the operation is deprecated and ends on {to}
endpoint-reactivated | compatible | none paths lifecycle change operation reactivated | the operation is no longer deprecated
api-deprecated-sunset-missing | breaking | none paths lifecycle change operation sunset-missing | the operation is deprecated without \`x-sunset\`, which this contract gives elsewhere
api-deprecated-sunset-parse | breaking | none paths lifecycle change operation sunset-parse | \`x-sunset\` ({to}) is no date
api-sunset-date-too-small | breaking | none paths lifecycle change operation sunset-past | the operation is deprecated with an end that is over already ({to})
api-sunset-date-changed-too-small | breaking | none paths lifecycle change operation sunset-earlier | the operation ends on {to}, earlier than announced ({from})
sunset-deleted | breaking | none paths lifecycle remove operation sunset | the announced end ({from}) is no longer told
api-stability-decreased | breaking | none paths lifecycle decrease operation stability | the operation was {from} and is {to}
api-stability-increased | compatible | none paths lifecycle increase operation stability | the operation was {from} and is {to}
api-invalid-stability-level | breaking | none paths lifecycle change operation stability-invalid | the stability level {to} is none

api-operation-id-removed | compatible | none paths existence remove operation-id | the operation id \`{name}\` is gone
api-operation-id-added | compatible | none paths existence add operation-id | new operation id \`{name}\`
api-tag-removed | compatible | none tags existence remove tag | tag \`{name}\` is gone
api-tag-added | compatible | none tags existence add tag | new tag \`{name}\`
api-schema-removed | compatible | none components existence remove schema | schema \`{name}\` is removed
api-server-removed | risky | none servers existence remove server | \`{name}\` is no longer a server of this API
api-server-added | compatible | none servers existence add server | new server \`{name}\`
api-version-not-bumped | compatible | none info lifecycle change version | callers break, and the contract is still version {to}
api-major-version-not-bumped | compatible | none info lifecycle increase version | callers break, and the contract goes from version {from} to {to} only
api-version-decreased | compatible | none info lifecycle decrease version | the contract goes back from version {from} to {to}
api-document-removed | risky | none components existence remove document | the whole contract is removed

api-security-removed | risky | none security existence remove operation | no credentials are needed any more
api-security-added | risky | none security existence add operation | credentials are needed now
api-global-security-removed | risky | none security existence remove document | no credentials are needed any more unless an operation asks for them
api-global-security-added | risky | none security existence add document | credentials are needed now unless an operation asks for none
api-security-weakened | risky | none security existence change operation weaker | \`{name}\` alone is enough now
api-global-security-weakened | risky | none security existence change document weaker | \`{name}\` alone is enough now
api-{security,global-security}-alternative-removed | breaking | none security existence remove {operation,document} alternative | \`{name}\` is no longer accepted
api-{security,global-security}-alternative-added | compatible | none security existence add {operation,document} alternative | \`{name}\` is accepted as well
api-{security,global-security}-scope-added | breaking | none security existence add {operation,document} scope | the scope \`{name}\` is needed now
api-{security,global-security}-scope-removed | compatible | none security existence remove {operation,document} scope | the scope \`{name}\` is no longer needed
api-security-component-removed | compatible | none security existence remove scheme scheme | security scheme \`{name}\` is removed
api-security-component-added | compatible | none security existence add scheme scheme | new security scheme \`{name}\`
api-security-component-type-changed | compatible | none security type change scheme scheme | security scheme \`{name}\` is {to}, was {from}
api-security-component-oauth-url-changed | compatible | none security type change scheme oauth-url | the authorization address of \`{name}\` changed
api-security-component-oauth-token-url-changed | compatible | none security type change scheme oauth-token-url | the token address of \`{name}\` changed
api-security-component-oauth-scope-added | compatible | none security existence add scheme oauth-scope | \`{name}\` has a new scope ({to})
api-security-component-oauth-scope-removed | compatible | none security existence remove scheme oauth-scope | \`{name}\` no longer has a scope ({from})
api-security-component-oauth-scope-changed | compatible | none security type change scheme oauth-scope | \`{name}\` describes a scope otherwise ({from})
`;
