const router = (module.exports = require('express').Router());

router.get('/export/*', function (req, res) {
  if (!req.session.user) return res.status(401).end();
  res.download('export.csv');
});
router.options('*', cors());
