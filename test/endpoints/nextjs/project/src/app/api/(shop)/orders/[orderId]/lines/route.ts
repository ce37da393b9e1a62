export { listLines as GET, addLine as POST } from '@/server/lines';
