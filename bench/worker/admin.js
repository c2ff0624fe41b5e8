// Beside the worker in the same workerd: executes the posted SQL.

export default {
  async fetch(request, env) {
    try {
      const { results } = await env.DB.prepare(await request.text()).run();
      return Response.json(results);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
