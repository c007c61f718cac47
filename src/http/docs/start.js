// Opens the document of this API in Swagger UI; a file of its own, since the page allows no script inside.
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  filter: true,
  displayOperationId: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // Nothing leaves this page but what is tried out.
  validatorUrl: null,
});
