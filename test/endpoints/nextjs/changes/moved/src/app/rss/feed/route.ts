export async function GET() {
  return new Response('<rss />', { headers: { 'content-type': 'application/xml' } });
}
