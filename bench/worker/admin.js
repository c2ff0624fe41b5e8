// Beside the worker in the same workerd: runs what is posted as SQL.

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
