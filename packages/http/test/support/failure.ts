/** The error that a promise rejects with; an error itself if it does not. */
export async function failure(promise: PromiseLike<unknown>): Promise<Record<string, unknown> & Error> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown> & Error; // whatever it is, the test looks at its properties
  }
  throw new Error("It was expected to fail, and did not");
}
