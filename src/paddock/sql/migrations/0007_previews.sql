-- When the newest picture of a video that is being made was put where it can be looked at; listeners are told.

ALTER TABLE task ADD COLUMN previewed_at timestamptz;
DROP TRIGGER task_tells ON task;
CREATE TRIGGER task_tells AFTER UPDATE OF status, progress, previewed_at ON task FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.progress IS DISTINCT FROM NEW.progress
        OR OLD.previewed_at IS DISTINCT FROM NEW.previewed_at)
    EXECUTE FUNCTION task_tells();
