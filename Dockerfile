# One image for every app; the command chooses the app. The sources are copied as they are: Node
# strips the types itself, except below node_modules.
FROM node:24-slim AS workspace
WORKDIR /app
COPY package.json ./
RUN npm install --global --no-audit --no-fund --ignore-scripts=false --allow-scripts=pnpm \
    "$(node --print 'require("./package.json").packageManager')"
COPY . .
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --prod --no-optional --frozen-lockfile --store-dir=/pnpm-store

FROM node:24-slim
ENV NODE_ENV=production
# The programs recover and doctor.
ENV PATH=/app/ops/bin:$PATH
WORKDIR /app
COPY --from=workspace /app ./
# A new volume takes its owner from this folder.
RUN mkdir -p data/archive && chown -R node:node data
USER node
EXPOSE 3000 3001 3002
CMD ["node", "apps/producer/src/main.ts"]
