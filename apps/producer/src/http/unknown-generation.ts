import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";

/** Answers 404 for an id that was never issued, or whose record has expired. */
export function sendUnknownGeneration(response: Response): void {
  sendProblem(response, { status: 404, detail: "There is no generation with this id." });
}
