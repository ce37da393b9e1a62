export async function GET() {}
export default function Page() {
  return null;
}
