/** zod as the API's schemas are written with: they describe themselves in the OpenAPI document. */
export { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
