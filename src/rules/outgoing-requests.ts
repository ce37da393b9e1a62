/** Calls that send a request, and which of their arguments is the URL. */
const senders: readonly (readonly [callee: RegExp, argument: number])[] = [
  [/^(?:fetch|axios|got|needle|superagent|ky|nodeFetch|\$fetch)$/, 0],
  [
    /^(?:axios|got|needle|superagent|ky|https?|httpService|this\.httpService|this\.http)\.(?:get|post|put|patch|delete|head|request|stream)$/,
    0,
  ],
  [
    /^(?:requests|httpx|urllib3|client|session|self\.client|self\.session)\.(?:get|post|put|patch|delete|head)$/,
    0,
  ],
  [/^(?:requests|httpx|session)\.request$/, 1],
  [/(?:^|\.)(?:urlopen|urlretrieve)$/, 0],
  [/^http\.(?:Get|Post|Head|PostForm)$/, 0],
  [/^http\.NewRequest$/, 1],
  [/^http\.NewRequestWithContext$/, 2],
  [
    /^(?:HTTParty|Faraday|RestClient|Excon|Typhoeus)\.(?:get|post|put|patch|delete|head)$|^(?:Net\.HTTP\.get(?:_response)?|URI\.open)$/,
    0,
  ],
  [
    /^(?:file_get_contents|curl_init|Http\.(?:get|post|head)|\$(?:this\.)?(?:client|http|guzzle)\.(?:get|post))$/,
    0,
  ],
  [/^(?:\w*[rR]estTemplate)\.(?:getForObject|getForEntity|postForObject|postForEntity|exchange)$/, 0],
  [/(?:^|\.)(?:Get|Post|Put|Delete|GetString|GetStream|GetByteArray)Async$/, 0],
  [/^reqwest\.get$/, 0],
];

/** The argument of a call that is the URL it sends a request to, by its number; null for other calls. */
export function senderOf(callee: string): number | null {
  return senders.find(([each]) => each.test(callee))?.[1] ?? null;
}
