/** The name of a worker that belongs to the training world, for its whole life. */
export const TRAINING_WORKER = 'training';

let isTraining = false;

/** From here on every worker that this page starts belongs to the training world; those that run have to be ended before. */
export const enterTraining = (): void => {
  isTraining = true;
};

export const leaveTraining = (): void => {
  isTraining = false;
};

/** What a worker that is started now is called. */
export const workerName = (): string => (isTraining ? TRAINING_WORKER : '');
