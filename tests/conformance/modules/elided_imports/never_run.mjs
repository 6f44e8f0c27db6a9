console.log('never to be seen');
