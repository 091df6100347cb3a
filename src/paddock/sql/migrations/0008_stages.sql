-- When the last attempt had its images, its video from the engine, and the video in its place: for the task's time line.

ALTER TABLE task ADD COLUMN fetched_at timestamptz, ADD COLUMN rendered_at timestamptz, ADD COLUMN stored_at timestamptz;
