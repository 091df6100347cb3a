// The request as code, ready to paste.
const shell = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

const curl = (url, body) => `curl -X POST ${url}/v1/videos/generations \\
  -H "Authorization: Bearer $PADDOCK_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${shell(JSON.stringify(body, null, 2))}`;

const python = (url, body) => {
  const named = Object.entries(body).map(([name, value]) => `        ${name}=${JSON.stringify(value)},`);
  return `import os
from paddock import Client

with Client(api_key=os.environ["PADDOCK_API_KEY"], base_url="${url}") as client:
    task = client.videos.generate(
${named.join("\n")}
    )
    client.videos.download(task, "video.mp4")`;
};

const javascript = (url, body) => `const headers = {
  Authorization: \`Bearer \${process.env.PADDOCK_API_KEY}\`,
  "Content-Type": "application/json",
};
const made = await fetch("${url}/v1/videos/generations", {
  method: "POST",
  headers,
  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll("\n", "\n  ")}),
});
let task = await made.json();
while (["pending", "processing"].includes(task.status)) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  task = await (await fetch(\`${url}/v1/tasks/\${task.id}\`, { headers })).json();
}
console.log(task.results ?? task.error);`;

export const SNIPPETS = { curl, python, javascript };
