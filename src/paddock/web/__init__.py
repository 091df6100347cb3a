"""The console: pages made here, small ES modules beside them, and the documentation. No build step."""
