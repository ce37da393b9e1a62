/**
 * The values that schemas allow: lists, constants, limits, patterns.
 * Our own: limits that the catalogue has for some words only, set or lifted, each as risky as those it has.
 */
export const valueChecks = `
request-{body,property}-became-enum | breaking | request schema values change {body,property} enum | {what} takes only listed values now
request-read-only-property-enum-value-removed | compatible | request schema values remove property enum hidden | read-only {what} is never {from}
request-{body,property}-enum-value-removed | breaking | request schema values remove {body,property} enum | {what} no longer takes {from}
request-{body,property}-enum-value-added | compatible | request schema values add {body,property} enum | {what} takes {to}
request-{body,property}-x-extensible-enum-value-removed | breaking | request schema values remove {body,property} x-extensible-enum | {what} no longer takes {from}
response-write-only-property-enum-value-added | compatible | response schema values add property enum hidden | write-only {what} takes {to}
response-{body,property}-enum-value-added | risky | response schema values add {body,property} enum | {what} may be {to} now
response-{mediatype,property}-enum-value-removed | compatible | response schema values remove {body,property} enum | {what} is never {from}
response-{body,property}-enum-removed | risky | response schema values generalize {body,property} enum | {what} may be any value now, not only those that were listed
[request,response]-{body,property}-default-value-added | compatible | [request,response] schema values add {body,property} default | {what} is {to} where it is left out
[request,response]-{body,property}-default-value-removed | compatible | [request,response] schema values remove {body,property} default | {what} is no longer {from} where it is left out
[request,response]-{body,property}-default-value-changed | compatible | [request,response] schema values change {body,property} default | {what} is {to} where it is left out, was {from}
request-{body,property}-const-added | breaking | request schema values add {body,property} const | {what} has to be {to}
request-{body,property}-const-removed | compatible | request schema values remove {body,property} const | {what} no longer has to be {from}
request-{body,property}-const-changed | breaking | request schema values change {body,property} const | {what} has to be {to}, was {from}
response-{body,property}-const-added | compatible | response schema values add {body,property} const | {what} is always {to}
response-{body,property}-const-removed | breaking | response schema values remove {body,property} const | {what} is no longer always {from}
response-{body,property}-const-changed | breaking | response schema values change {body,property} const | {what} is {to}, was {from}

request-read-only-property-<max,exclusive-max,max-length>-decreased | compatible | request schema constraints decrease property <max,exclusive-max,max-length> hidden | the limit of read-only {what} (<most,below,longest>) is {to}, was {from}
request-read-only-property-<min,exclusive-min>-increased | compatible | request schema constraints increase property <min,exclusive-min> hidden | the limit of read-only {what} (<least,above>) is {to}, was {from}
request-{body,property}-<max,exclusive-max,max-length,max-items,max-properties,max-contains>-decreased | breaking | request schema constraints decrease {body,property} <max,exclusive-max,max-length,max-items,max-properties,max-contains> | the limit of {what} (<most,below,longest,most items,most properties,most that match>) is {to}, was {from}
request-{body,property}-<max,exclusive-max,max-length,max-items,max-properties,max-contains>-increased | compatible | request schema constraints increase {body,property} <max,exclusive-max,max-length,max-items,max-properties,max-contains> | the limit of {what} (<most,below,longest,most items,most properties,most that match>) is {to}, was {from}
request-{body,property}-<max,exclusive-max,max-length,max-items,max-properties,max-contains>-set | risky | request schema constraints set {body,property} <max,exclusive-max,max-length,max-items,max-properties,max-contains> | {what} has a limit now (<most,below,longest,most items,most properties,most that match>): {to}
request-{body,property}-<min,exclusive-min,min-length,min-items,min-properties,min-contains>-increased | breaking | request schema constraints increase {body,property} <min,exclusive-min,min-length,min-items,min-properties,min-contains> | the limit of {what} (<least,above,shortest,fewest items,fewest properties,fewest that match>) is {to}, was {from}
request-{body,property}-<min,exclusive-min,min-length,min-items,min-properties,min-contains>-decreased | compatible | request schema constraints decrease {body,property} <min,exclusive-min,min-length,min-items,min-properties,min-contains> | the limit of {what} (<least,above,shortest,fewest items,fewest properties,fewest that match>) is {to}, was {from}
request-{body,property}-<min,exclusive-min,min-items,min-properties,min-contains>-set | risky | request schema constraints set {body,property} <min,exclusive-min,min-items,min-properties,min-contains> | {what} has a limit now (<least,above,fewest items,fewest properties,fewest that match>): {to}
response-{body,property}-<max,exclusive-max,max-length,max-items,max-properties,max-contains>-increased | breaking | response schema constraints increase {body,property} <max,exclusive-max,max-length,max-items,max-properties,max-contains> | the limit of {what} (<most,below,longest,most items,most properties,most that match>) is {to}, was {from}
response-{body,property}-max-contains-decreased | compatible | response schema constraints decrease {body,property} max-contains | the limit of {what} (most that match) is {to}, was {from}
response-{body,property}-min-contains-increased | compatible | response schema constraints increase {body,property} min-contains | the limit of {what} (fewest that match) is {to}, was {from}
response-{body,property}-max-length-unset | breaking | response schema constraints remove {body,property} max-length | {what} has no limit of length any more, it was {from}
response-{body,property}-min-items-unset | breaking | response schema constraints remove {body,property} min-items | {what} may be empty now, it had at least {from}
response-{body,property}-<max,exclusive-max,max-items,max-properties,min,exclusive-min,min-properties>-unset | risky | response schema constraints remove {body,property} <max,exclusive-max,max-items,max-properties,min,exclusive-min,min-properties> | {what} has no limit any more (<most,below,most items,most properties,least,above,fewest properties>), it was {from}
response-{body,property}-<min,exclusive-min,min-length,min-items,min-properties,min-contains>-decreased | breaking | response schema constraints decrease {body,property} <min,exclusive-min,min-length,min-items,min-properties,min-contains> | the limit of {what} (<least,above,shortest,fewest items,fewest properties,fewest that match>) is {to}, was {from}

request-{body,property}-pattern-added | breaking | request schema constraints add {body,property} pattern | {what} has to match a pattern now
request-{body,property}-pattern-removed | compatible | request schema constraints remove {body,property} pattern | {what} no longer has to match a pattern
request-{body,property}-pattern-generalized | compatible | request schema constraints generalize {body,property} pattern | the pattern of {what} takes everything
request-{body,property}-pattern-changed | risky | request schema constraints change {body,property} pattern | {what} has to match another pattern
response-property-pattern-added | compatible | response schema constraints add property pattern | {what} matches a pattern now
response-property-pattern-changed | compatible | response schema constraints <change,generalize> property pattern | {what} matches another pattern
response-property-pattern-removed | compatible | response schema constraints remove property pattern | {what} no longer matches a pattern
request-{body,property}-pattern-property-added | breaking | request schema constraints add {body,property} pattern-property | properties of {what} whose name matches {to} have a schema now
request-{body,property}-pattern-property-removed | compatible | request schema constraints remove {body,property} pattern-property | properties of {what} whose name matches {from} have no schema any more
response-{body,property}-pattern-property-added | compatible | response schema constraints add {body,property} pattern-property | properties of {what} whose name matches {to} have a schema now
response-{body,property}-pattern-property-removed | breaking | response schema constraints remove {body,property} pattern-property | properties of {what} whose name matches {from} have no schema any more
request-{body,property}-multiple-of-<set,changed> | risky | request schema constraints <add,change> {body,property} multiple-of | {what} has to be a multiple of something else than before
request-{body,property}-unique-items-set | risky | request schema constraints add {body,property} unique-items | the items of {what} have to differ now
request-{body,property}-content-schema-added | breaking | request schema existence add {body,property} content-schema | what {what} carries has a schema now
request-{body,property}-content-schema-removed | compatible | request schema existence remove {body,property} content-schema | what {what} carries has no schema any more
response-{body,property}-content-schema-added | compatible | response schema existence add {body,property} content-schema | what {what} carries has a schema now
response-{body,property}-content-schema-removed | breaking | response schema existence remove {body,property} content-schema | what {what} carries has no schema any more
request-{body,property}-content-<media-type,encoding>-changed | breaking | request schema type [change,add] {body,property} <content-media-type,content-encoding> | {what} has to carry another <media type,encoding>
response-{body,property}-content-<media-type,encoding>-changed | breaking | response schema type [change,remove] {body,property} <content-media-type,content-encoding> | {what} carries another <media type,encoding>
`;
