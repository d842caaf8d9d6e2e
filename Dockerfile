# Homeward in a container: docker build -t homeward . (docs/operating.md, "In containers").
# The same Node as package.json pins; test/packaging.test.ts compares the two.
ARG NODE_VERSION=26.10.0

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: nothing needs one. The Node that package.json brings for other machines is in the image already.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/.bin/node
COPY prisma ./prisma
COPY scripts/generate.mjs ./scripts/
# Writes the database client into src/store/generated, without the network.
RUN node --input-type=module -e "(await import('./scripts/generate.mjs')).generateClient()"

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY locales ./locales
COPY prisma ./prisma
COPY src ./src
COPY --from=build /app/src/store/generated ./src/store/generated
# The user `node` may write its data and nothing of the program.
RUN mkdir -m 0700 /data /backups && chown node:node /data /backups
USER node
VOLUME ["/data", "/backups"]
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
