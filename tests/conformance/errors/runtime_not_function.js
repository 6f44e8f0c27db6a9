const service = { start() {} };
service
  .start();
service.stop();
