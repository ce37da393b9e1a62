export default async function list(req, res) {
  res.json(await carts.find({ take: 10 }));
}
