export const add = async (req, res) => {
  res.status(201).json(await carts.add(req.body));
};
