/** What the article prints for deliveries that run one after another. */
export const oneAfterAnother = [
  "A에게 배달 완료!",
  "A 식사 완료, 1시간 소요...",
  "A 그릇 수거 완료",
  "B에게 배달 완료!",
  "B 식사 완료, 2시간 소요...",
  "B 그릇 수거 완료",
  "C에게 배달 완료!",
  "C 식사 완료, 3시간 소요...",
  "C 그릇 수거 완료",
];

/** What the article prints for deliveries that run concurrently. */
export const concurrently = [
  "A에게 배달 완료!",
  "B에게 배달 완료!",
  "C에게 배달 완료!",
  "A 식사 완료, 1시간 소요...",
  "A 그릇 수거 완료",
  "B 식사 완료, 2시간 소요...",
  "B 그릇 수거 완료",
  "C 식사 완료, 3시간 소요...",
  "C 그릇 수거 완료",
];
