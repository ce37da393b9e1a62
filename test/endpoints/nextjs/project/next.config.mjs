const config = { basePath: '/shop', reactStrictMode: true };
export default config;
