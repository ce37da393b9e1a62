export default function Orders() {
  return fetch('/api/orders');
}
