/** Whether a path may be an OpenAPI document; whether it is one says its content (`looksLikeOpenApi`). */
export function isOpenApiPath(path: string): boolean {
  if (!/\.(ya?ml|json)$/i.test(path)) return false;
  return (
    !/(^|\/)(node_modules|package(-lock)?\.json|pnpm-lock\.yaml|tsconfig[^/]*\.json|docker-compose[^/]*|\.github\/.*|composer\.json)$/i.test(
      path,
    ) && !/(^|\/)node_modules\//.test(path)
  );
}
