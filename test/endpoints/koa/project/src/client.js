exports.call = (client) => {
  client.get('/remote', () => {});
  new Map().get('/neither', 1);
};
